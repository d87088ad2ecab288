namespace Gateway.Tests.Corpus;

/// <summary>One file of the corpus: what is expected, and the bytes of the message.</summary>
/// <param name="Settings">The lines above the separator, in their order.</param>
/// <param name="Message">The bytes below it, one character each.</param>
internal sealed record CorpusCase(IReadOnlyList<(string Key, string Value)> Settings, string Message)
{
    private const string Extension = ".http1";
    private const string Separator = "\n---\n";

    /// <summary>The names of the files in a folder of the corpus, without their extension.</summary>
    public static TheoryData<string> In(string folder) =>
        new(Directory.EnumerateFiles(FolderOf(folder), "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));

    public static CorpusCase Read(string folder, string name)
    {
        var text = File.ReadAllText(Path.Combine(FolderOf(folder), name + Extension));
        var separator = text.IndexOf(Separator, StringComparison.Ordinal);
        Assert.True(separator > 0, $"{name} has no line --- between what is expected and the message.");

        // The lines of the file are for the reader: a line's end in the message is written \r\n.
        return new(
            [.. text[..separator].Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Setting)],
            Escapes.Read(text[(separator + Separator.Length)..].Replace("\n", string.Empty, StringComparison.Ordinal)));
    }

    /// <summary>The one value of a key.</summary>
    public string Get(string key, string? fallback = null)
    {
        var values = Settings.Where(setting => setting.Key == key).Select(setting => setting.Value).ToArray();
        return values.Length == 0 && fallback is not null ? fallback : Assert.Single(values);
    }

    private static (string Key, string Value) Setting(string line) =>
        line.Split(": ", 2) is [var key, var value] ? (key, Escapes.Read(value)) : throw new FormatException($"'{line}' is not written key: value.");

    private static string FolderOf(string folder) => Path.Combine(AppContext.BaseDirectory, "Corpus", folder);
}
