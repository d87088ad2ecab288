namespace Gateway.Tests.Corpus;

/// <summary>A message as one side received it; one character a byte.</summary>
internal sealed class StrictMessage
{
    private readonly string[] _lines;

    public StrictMessage(string head) => _lines = head.Split("\r\n");

    public string StartLine => _lines[0];

    public string Body { get; set; } = string.Empty;

    public List<string> Trailers { get; } = [];

    /// <summary>Whether all of it came, as the framing says.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Nothing more of it will come.</summary>
    public bool HasEnded { get; set; }

    /// <summary>The status, if it is a response.</summary>
    public string Status => StartLine.Split(' ') is ["HTTP/1.1", { Length: 3 } status, ..] ? status : $"'{StartLine}'";

    public string[] Values(string name) =>
        [.. _lines.Skip(1).Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim(' ', '\t'))];

    /// <summary>Checks what a case says of it: <c>field</c>, <c>no-field</c>, <c>body</c>, <c>trailer</c>.</summary>
    public void Assert(string key, string value)
    {
        switch (key)
        {
            case "field":
                var (name, expected) = value.Split(": ", 2) is [var left, var right] ? (left, right) : (value.TrimEnd(':'), string.Empty);
                Xunit.Assert.Equal($"{name}: {expected}", $"{name}: {string.Join(", ", Values(name))}");
                break;
            case "has-field":
                Xunit.Assert.NotEmpty(Values(value));
                break;
            case "no-field":
                Xunit.Assert.Empty(Values(value));
                break;
            case "body":
                Xunit.Assert.Equal(value, Body);
                break;
            case "trailers":
                Xunit.Assert.Equal(value == "none" ? string.Empty : value, string.Join(", ", Trailers));
                break;
            default:
                throw new FormatException($"A case says '{key}', which nothing checks.");
        }
    }
}
