using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Formats;

/// <summary>A setting that may be absent; once it is written, it must be right.</summary>
internal sealed class OptionalFormat<T>(ValueFormat<T> format) : ValueFormat<T?>
    where T : class
{
    public override T? Read(IConfigurationSection section, T? current, Problems problems) => format.Read(section, current!, problems);

    public override void Check(T? value, string path, Problems problems)
    {
        if (value is not null)
            format.Check(value, path, problems);
    }

    public override JsonObject Schema() => format.Schema();
}

/// <inheritdoc cref="OptionalFormat{T}"/>
internal sealed class OptionalValueFormat<T>(ValueFormat<T> format) : ValueFormat<T?>
    where T : struct
{
    public override T? Read(IConfigurationSection section, T? current, Problems problems)
    {
        var before = problems.Found.Count;
        var value = format.Read(section, current ?? default, problems);
        return problems.Found.Count == before ? value : current;
    }

    public override void Check(T? value, string path, Problems problems)
    {
        if (value is { } given)
            format.Check(given, path, problems);
    }

    public override JsonObject Schema() => format.Schema();
}
