using Gateway.Tests.Configuration;

namespace Gateway.Tests.Sessions;

public sealed class SessionRuleTests
{
    [Theory]
    [InlineData("{ \"SessionName\": \"a b\" }", "SessionName", "\"a b\" is not the name of a cookie; allowed: letters, digits and")]
    [InlineData("{ \"SessionName\": \"a;b\" }", "SessionName", "is not the name of a cookie")]
    [InlineData("{ \"SessionName\": \"a=b\" }", "SessionName", "is not the name of a cookie")]
    [InlineData("{ \"SessionName\": \"a\\r\\nb\" }", "SessionName", "is not the name of a cookie")]
    [InlineData("{ \"Type\": \"Header\", \"SessionName\": \"X Session\" }", "SessionName", "\"X Session\" is not the name of a header; allowed: letters, digits and")]
    [InlineData("{ \"Type\": \"Header\", \"SessionName\": \"connection\" }", "SessionName", "\"connection\" is not allowed: it is about the client's connection and ends at the gateway, which changes it")]
    [InlineData("{ \"Type\": \"Header\", \"SessionName\": \"X-Correlation-Id\" }", "SessionName", "the gateway sets it on each request that has no valid one; use a header of your own; allowed: a header that says the session")]
    [InlineData("{ \"Type\": \"Header\" }", "SessionName", "is missing; allowed: the name of the request header")]
    [InlineData("{ \"Type\": \"Header\", \"SessionName\": \"X-Session\", \"LifetimeType\": \"Permanent\" }", "LifetimeType", "is for cookies, but Type is \"Header\"; allowed: no LifetimeType, or Type Cookie")]
    [InlineData("{ \"Type\": \"Header\", \"SessionName\": \"X-Session\", \"AbsoluteTimeout\": \"01:00:00\" }", "AbsoluteTimeout", "has no effect without a permanent cookie; allowed: no AbsoluteTimeout")]
    [InlineData("{ \"AbsoluteTimeout\": \"01:00:00\" }", "AbsoluteTimeout", "has no effect without a permanent cookie; allowed: \"LifetimeType\": \"Permanent\" beside it")]
    [InlineData("{ \"Type\": \"Claim\", \"SessionName\": \"sub\" }", "Type", "\"Claim\" needs Authorization")]
    [InlineData("{ \"LifetimeType\": \"Permanent\", \"AbsoluteTimeout\": \"400.00:00:01\" }", "AbsoluteTimeout", "allowed: a duration from 00:00:01 to 400.00:00:00")]
    [InlineData("{ \"LifetimeType\": \"Permanent\", \"AbsoluteTimeout\": \"00:00:00.9\" }", "AbsoluteTimeout", "allowed: a duration from 00:00:01 to 400.00:00:00")]
    [InlineData("{ \"SesionName\": \"x\" }", "SesionName", "unknown key; did you mean \"SessionName\"?")]
    public void A_setting_that_cannot_work_is_an_error_that_names_the_key_and_what_is_allowed(string sessions, string key, string message)
    {
        var problem = Assert.Single(ConfigText.Problems(ConfigText.Route($"\"SessionPersistence\": {sessions}")));

        Assert.Equal($"Gateway:Routes:r:SessionPersistence:{key}", problem.Path);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_without_a_name_lacks_it() =>
        Assert.Contains(ConfigText.Problems(ConfigText.Route("\"SessionPersistence\": { \"Type\": \"Claim\" }")), problem => problem.Path.EndsWith(":SessionName", StringComparison.Ordinal) && problem.Message.Contains("allowed: the name of the claim", StringComparison.Ordinal));

    [Theory]
    [InlineData("{ \"Type\": \"Cookie\", \"SessionName\": \"gw-orders\", \"LifetimeType\": \"Session\", \"AbsoluteTimeout\": \"1.00:00:00\" }")]
    [InlineData("{ \"LifetimeType\": \"Permanent\", \"AbsoluteTimeout\": \"400.00:00:00\" }")]
    [InlineData("{ \"LifetimeType\": \"Permanent\", \"AbsoluteTimeout\": \"00:00:01\" }")]
    [InlineData("{ \"Type\": \"header\", \"SessionName\": \"X-Session\" }")]
    [InlineData("{ \"SessionName\": \"Connection\" }")]
    [InlineData("{}")]
    public void A_section_that_can_work_is_taken_even_an_empty_one(string sessions) => Assert.NotNull(ConfigText.ReadRoute($"\"SessionPersistence\": {sessions}").SessionPersistence);

    [Fact]
    public void A_route_inherits_sessions_and_null_takes_them_back()
    {
        var routes = ConfigText.Read("""
            { "Defaults": { "SessionPersistence": { "SessionName": "shop", "LifetimeType": "Permanent" } },
              "Routes": {
                "a": { "Path": "/a", "Targets": "http://t", "SessionPersistence": { "AbsoluteTimeout": "01:00:00" } },
                "b": { "Path": "/b", "Targets": "http://t", "SessionPersistence": null } } }
            """).Routes;

        Assert.Equal(("shop", TimeSpan.FromHours(1)), (routes[0].SessionPersistence!.SessionName, routes[0].SessionPersistence!.AbsoluteTimeout));
        Assert.Null(routes[1].SessionPersistence);
    }
}
