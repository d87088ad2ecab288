using System.Globalization;

namespace Gateway.Bench.Load;

/// <summary>The line that wrk.lua prints.</summary>
internal static class WrkOutput
{
    public static string Script()
    {
        using StreamReader reader = new(typeof(WrkOutput).Assembly.GetManifestResourceStream("wrk.lua")!);
        return reader.ReadToEnd();
    }

    public static LoadResult Parse(string output)
    {
        var line = output.Split('\n').LastOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new BenchException($"wrk printed no result:\n{output}");
        var numbers = line.Split(' ')[1..].Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new((long)numbers[0], numbers[1] / 1e6, numbers[2], numbers[3], numbers[4], (long)numbers[5]);
    }
}
