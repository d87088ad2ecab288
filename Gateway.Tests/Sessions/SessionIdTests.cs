using Gateway.Proxy.Sessions;

namespace Gateway.Tests.Sessions;

public sealed class SessionIdTests
{
    [Fact]
    public void Ids_have_128_bits_and_none_is_given_twice_on_whatever_thread()
    {
        const int Count = 10_000;
        var ids = new string[Count];
        Parallel.For(0, Count, i =>
        {
            Span<char> id = stackalloc char[SessionId.Length];
            SessionId.Write(id);
            ids[i] = id.ToString();
        });

        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
        Assert.Equal(Count, ids.Distinct().Count());
    }
}
