using System.Net.Sockets;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Faults;

/// <summary>A way in which a target goes bad. Either a fake is made to, or something else stands in its place.</summary>
internal sealed record Fault(string Name)
{
    public Func<FakeProcess, Task>? Begin { get; private init; }

    public Func<FakeProcess, Task>? End { get; private init; }

    /// <summary>What stands in the place of a fake; it is told each request's head.</summary>
    public Func<Action<string>, RawUpstream>? Instead { get; private init; }

    /// <summary>An address at which nobody is.</summary>
    public string? Nowhere { get; private init; }

    /// <summary>Whether an answer may break off when the client has seen its beginning.</summary>
    public bool MayCut { get; private init; }

    /// <summary>Whether what the target received is lost with it.</summary>
    public bool Forgets { get; private init; }

    public static IReadOnlyDictionary<string, Fault> All { get; } = new Fault[]
    {
        new("killed") { Begin = fake => fake.KillAsync(), End = fake => fake.RestartAsync(), MayCut = true, Forgets = true },

        // A process stops wherever it is, also between the two halves of an answer.
        new("frozen") { Begin = fake => Do(fake.Freeze), End = fake => Do(fake.Thaw), MayCut = true },
        Behaving("hung", """{ "hang": true }"""),
        Behaving("slow", """{ "delayMs": 300 }"""),
        Behaving("closing before headers", """{ "abort": "before-headers" }"""),
        Behaving("cutting in mid body", """{ "abort": "mid-body" }""") with { MayCut = true },
        Behaving("answering 503", """{ "status": 503 }"""),
        Behaving("flapping", """{ "everyNth": 2, "abort": "before-headers" }"""),
        Standing("resetting", stream => RawUpstream.Reset(stream)),
        Standing("answering rubbish", stream => stream.Write("\0\u0001 no HTTP at all\r\n\r\n"u8)),
        Standing("half-closing", stream => stream.Socket.Shutdown(SocketShutdown.Send)),
        new("refusing") { Nowhere = $"http://127.0.0.1:{Ports.Free()}" },
        new("unresolvable") { Nowhere = "http://nobody.invalid:80" },
    }.ToDictionary(fault => fault.Name);

    private static Fault Behaving(string name, string behavior) => new(name) { Begin = fake => fake.MisbehaveAsync(behavior), End = fake => fake.BehaveAsync() };

    private static Fault Standing(string name, Action<NetworkStream> answer) => new(name)
    {
        Instead = received => new(async (stream, stopping) =>
        {
            received(await RawUpstream.ReadHeadAsync(stream, stopping));
            answer(stream);
            if (stream.Socket.Connected)
                await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, stopping);
        }),
    };

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
