namespace Gateway.Tests.Clients;

public sealed class StreamingPageTests
{
    private static readonly string[] Tried = ["grpc", "websocket", "events", "signalr", "socketio", "long-polling"];

    [Fact]
    public void Every_config_of_the_page_is_run_by_a_test() => Assert.Equal(Tried, StreamingPage.Names);
}
