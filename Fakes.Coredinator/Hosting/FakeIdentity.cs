namespace Fakes.Hosting;

/// <summary>Which service this process plays, where it listens unless told otherwise, and what it adds to every response.</summary>
internal sealed record FakeIdentity(string Service, int DefaultPort)
{
    public string? Version { get; init; }
}
