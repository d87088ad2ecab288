namespace Gateway.Tests.Configuration;

public sealed class BadConfigTests
{
    private const string Route = "\"Path\": \"/a/{**path}\", \"Targets\": \"http://t\"";

    // What is written, where the error is, and what it says.
    public static TheoryData<string, string, string> Wrong => new()
    {
        { Routes("\"Targets\": \"http://t\""), "Gateway:Routes:r:Path", "is missing" },
        { Routes("\"Path\": \"/a\""), "Gateway:Routes:r:Targets", "is missing or empty" },
        { Routes("\"Path\": \"/a\", \"Targets\": []"), "Gateway:Routes:r:Targets", "is missing or empty" },
        { Routes("\"Path\": \"/a\", \"Targets\": \"\""), "Gateway:Routes:r:Targets", "is missing or empty" },
        { Routes("\"Path\": \"/a\", \"Targets\": null"), "Gateway:Routes:r:Targets", "is missing or empty" },
        { Routes("\"Path\": null, \"Targets\": \"http://t\""), "Gateway:Routes:r:Path", "is missing" },
        { Routes("\"Path\": \"\", \"Targets\": \"http://t\""), "Gateway:Routes:r:Path", "begins with /" },
        { Routes("\"Path\": \"api\", \"Targets\": \"http://t\""), "Gateway:Routes:r:Path", "begins with /" },
        { Routes("\"Path\": \"/a/{b\", \"Targets\": \"http://t\""), "Gateway:Routes:r:Path", "is not a route pattern" },
        { Routes("\"Path\": \"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21/22/23/24/25/26/27/28/29\", \"Targets\": \"http://t\""), "Gateway:Routes:r:Path", "is not a route pattern: Route exceeds the maximum number of allowed segments of 28" },
        { Routes("\"Path\": \"/a/{x}/{x}\", \"Targets\": \"http://t\""), "Gateway:Routes:r:Path", "is not a route pattern" },
        { Routes("\"Path\": \"/a/{**b}/c\", \"Targets\": \"http://t\""), "Gateway:Routes:r:Path", "is not a route pattern" },
        { Routes("\"Path\": \"/a/{b:itn}\", \"Targets\": \"http://t\""), "Gateway:Routes:r:Path", "did you mean \"int\"?" },
        { Routes("\"Path\": \"/a/{b:range(9)}\", \"Targets\": \"http://t\""), "Gateway:Routes:r:Path", "range(9)" },
        { Routes("\"Path\": \"/a/*\", \"Targets\": \"http://t\""), "Gateway:Routes:r:Path", "\"/a/*\" has a * that matches only the character *; allowed: {**path}" },
        { Routes("\"Path\": \"/a*\", \"Targets\": \"http://t\""), "Gateway:Routes:r:Path", "{**path}" },
        { Routes("\"Path\": \"/a/**\", \"Targets\": \"http://t\""), "Gateway:Routes:r:Path", "{**path}" },
        { Routes("\"Path\": [\"/a\"], \"Targets\": \"http://t\""), "Gateway:Routes:r:Path", "an object or a list is not allowed here" },
        { Routes($"{Route}, \"Methods\": []"), "Gateway:Routes:r:Methods", "leave Methods out for all" },
        { Routes($"{Route}, \"Methods\": \"GET\""), "Gateway:Routes:r:Methods", "is not a list" },
        { Routes($"{Route}, \"Methods\": [\"get\"]"), "Gateway:Routes:r:Methods:0", "in capitals" },
        { Routes($"{Route}, \"Methods\": [\"CONNECT\"]"), "Gateway:Routes:r:Methods:0", "CONNECT and TRACE are never forwarded" },
        { Routes($"{Route}, \"Methods\": [\"GET\", \"TRACE\"]"), "Gateway:Routes:r:Methods:1", "CONNECT and TRACE are never forwarded" },
        { Targets("\"orders:8080\""), "Gateway:Routes:r:Targets", "absolute http or https URL" },
        { Targets("\"/orders\""), "Gateway:Routes:r:Targets", "absolute http or https URL" },
        { Targets("\"ws://orders\""), "Gateway:Routes:r:Targets", "\"ws://orders\" is not allowed: use http://, which also carries WebSocket; allowed:" },
        { Targets("\"WSS://orders\""), "Gateway:Routes:r:Targets", "use https://" },
        { Targets("\"ftp://orders\""), "Gateway:Routes:r:Targets", "\"ftp://orders\" is not allowed" },
        { Targets("\"http://\""), "Gateway:Routes:r:Targets", "absolute http or https URL" },
        { Targets("\"http://t/?a=1\""), "Gateway:Routes:r:Targets", "without query" },
        { Targets("\"http://me:secret@t\""), "Gateway:Routes:r:Targets", "without query, fragment and user" },
        { Targets("[ \"http://t\", \"t2\" ]"), "Gateway:Routes:r:Targets:1", "absolute http or https URL" },
        { Targets("[ \"\" ]"), "Gateway:Routes:r:Targets:0", "absolute http or https URL" },
        { Targets("[ { \"Name\": \"a\" } ]"), "Gateway:Routes:r:Targets:0:Address", "is missing" },
        { Targets("[ { \"Address\": null, \"Weight\": null } ]"), "Gateway:Routes:r:Targets:0:Address", "is missing" },
        { Targets("[ { \"Address\": \"http://t\", \"Wieght\": 5 } ]"), "Gateway:Routes:r:Targets:0:Wieght", "did you mean \"Weight\"?" },
        { Targets("[ { \"Address\": \"http://t\", \"Weight\": -1 } ]"), "Gateway:Routes:r:Targets:0:Weight", "\"-1\" is not allowed; allowed: a whole number from 0 to 10000" },
        { Targets("[ { \"Address\": \"http://t\", \"Weight\": 10001 } ]"), "Gateway:Routes:r:Targets:0:Weight", "from 0 to 10000" },
        { Targets("[ { \"Address\": \"http://t\", \"Weight\": 0.5 } ]"), "Gateway:Routes:r:Targets:0:Weight", "whole number" },
        { Targets("[ { \"Address\": \"http://t\", \"Name\": \"a b\" } ]"), "Gateway:Routes:r:Targets:0:Name", "a name of" },
        { Targets("[ \"http://t\", \"http://T\" ]"), "Gateway:Routes:r:Targets", "two targets are called \"t\"" },
        { Targets("[ { \"Address\": \"http://t\", \"Weight\": 70 } ]"), "Gateway:Routes:r:LoadBalancing", "weights need \"LoadBalancing\": \"Weighted\", in C# .LoadBalance(LoadBalancingPolicy.Weighted); it is \"RoundRobin\"" },
        { Targets("[ { \"Address\": \"http://t\", \"Weight\": 0 } ], \"LoadBalancing\": \"Random\""), "Gateway:Routes:r:LoadBalancing", "it is \"Random\", and target \"t\" has weight 0" },
        { Routes($"{Route}, \"StripPath\": true, \"PathRewrite\": \"/\""), "Gateway:Routes:r:StripPath", "contradicts PathRewrite" },
        { Routes($"{Route}, \"PreserveHost\": true, \"RequestHeaders\": {{ \"Set\": {{ \"host\": \"t\" }} }}"), "Gateway:Routes:r:PreserveHost", "contradicts Host" },
        { Routes($"{Route}, \"Connections\": {{ \"Max\": 5, \"MaxIdle\": 6 }}"), "Gateway:Routes:r:Connections:MaxIdle", "at most 5" },
        { Routes($"{Route}, \"CircuitBreaker\": {{ \"BreakDuration\": \"00:02:00\" }}"), "Gateway:Routes:r:CircuitBreaker:MaxBreakDuration", "shorter than BreakDuration" },
        { Routes($"{Route}, \"Retry\": {{ \"BaseDelay\": \"00:00:03\" }}"), "Gateway:Routes:r:Retry:MaxDelay", "shorter than BaseDelay" },
        { Routes($"{Route}, \"Timeout\": {{}}, \"Timeouts\": \"00:00:05\""), "Gateway:Routes:r:Timeouts", "is not an object" },
        { Routes($"{Route}, \"TimeOuts\": {{ \"Conect\": \"00:00:01\" }}"), "Gateway:Routes:r:TimeOuts:Conect", "did you mean \"Connect\"?" },
        { Routes($"{Route}, \"Target\": \"http://t\""), "Gateway:Routes:r:Target", "did you mean \"Targets\"?" },
        { "{ \"Routes\": \"x\" }", "Gateway:Routes", "is not an object" },
        { "{ \"Routes\": { \"r\": \"http://t\" } }", "Gateway:Routes:r", "is not an object" },
        { $$"""{ "Routes": { "my route": { {{Route}} } } }""", "Gateway:Routes:my route", "allowed: a name of 1 to 100 letters, digits and -_.[]" },
        { "{ \"Route\": {} , \"Routes\": {} , \"Rutes\": { \"a\": 1 } }", "Gateway:Rutes", "did you mean \"Routes\"?" },
        { "{ \"Defaults\": { \"Path\": \"/x\" } }", "Gateway:Defaults:Path", "is set on each route, and not inherited; allowed: Match, Order, LoadBalancing" },
        { "{ \"Defaults\": { \"MaxRetries\": -1 } }", "Gateway:Defaults:MaxRetries", "from 0 to 20" },
        { "{ \"VersionHeader\": { \"Name\": \"X Version\" } }", "Gateway:VersionHeader:Name", "a header name" },
        { "{ \"VersionHeader\": { \"Name\": \"Content-Length\" } }", "Gateway:VersionHeader:Name", "belong to the connection" },
        { "{ \"VersionHeader\": { \"Value\": \"1\\n2\" } }", "Gateway:VersionHeader:Value", "without line breaks" },
        { "{ \"DrainDelay\": 5 }", "Gateway:DrainDelay", "written hh:mm:ss" },
        { "{ \"DrainDelay\": \"00:10:01\" }", "Gateway:DrainDelay", "00:00:00 to 00:10:00" },
        { "{ \"DrainTimeout\": \"00:10:01\" }", "Gateway:DrainTimeout", "00:00:00 to 00:10:00" },
        { "{ \"DrainTimeout\": \"\" }", "Gateway:DrainTimeout", "written hh:mm:ss" },
        { "{ \"Endpoints\": { \"Public\": [\"metrics\"] } }", "Gateway:Endpoints:Public:0", "root, docs, health, status" },
        { "{ \"Endpoints\": { \"Public\": \"root\" } }", "Gateway:Endpoints:Public", "is not a list" },
        { "{ \"TrustedProxies\": [\"proxy\"] }", "Gateway:TrustedProxies:0", "an IP address or a network" },
        { "{ \"TrustedProxies\": [\"10.0.0.0/33\"] }", "Gateway:TrustedProxies:0", "an IP address or a network" },
        { "{ \"TrustedProxies\": [1] }", "Gateway:TrustedProxies:0", "\"1\" is not allowed" },
        { "{ \"TrustedProxies\": [\"1/8\"] }", "Gateway:TrustedProxies:0", "\"1/8\" is not allowed" },
        { "{ \"TrustedProxies\": [\"10.1\"] }", "Gateway:TrustedProxies:0", "\"10.1\" is not allowed" },
        { "{ \"TrustedProxies\": [\"[::1]\"] }", "Gateway:TrustedProxies:0", "\"[::1]\" is not allowed" },
        { "{ \"Management\": { \"Host\": 1 } }", "Gateway:Management:Host", "\"1\" is not allowed" },
        { "{ \"Management\": { \"Host\": \"[::1\" } }", "Gateway:Management:Host", "\"[::1\" is not allowed" },
        { "{ \"Management\": { \"Host\": \"[127.0.0.1]\" } }", "Gateway:Management:Host", "is not allowed" },
        { "{ \"BuiltInRoutes\": \"maybe\" }", "Gateway:BuiltInRoutes", "true or false" },
        { Targets("\"http://t:0\""), "Gateway:Routes:r:Targets", "port from 1 to 65535" },
        { Routes($"{Route}, \"Authorization\": {{ \"Issuer\": \"nobody\", \"Audiences\": [\"a\"] }}"), "Gateway:Routes:r:Authorization:Issuer", "https URL" },
        { Routes($"{Route}, \"Authorization\": {{ \"Issuer\": \"http://login.example.com\", \"Audiences\": [\"a\"] }}"), "Gateway:Routes:r:Authorization:Issuer", "https URL" },
        { Routes($"{Route}, \"Authorization\": {{ \"Issuer\": {{}} }}"), "Gateway:Routes:r:Authorization:Issuer", "an object or a list is not allowed here" },
        { Routes($"{Route}, \"HealthCheckPath\": {{}}"), "Gateway:Routes:r:HealthCheckPath", "an object or a list is not allowed here" },
        { "{ \"Routes\": { \"r\": {} } }", "Gateway:Routes:r:Path", "is missing" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_an_error_with_its_path(string section, string path, string says)
    {
        var problems = ConfigText.Problems(section);

        Assert.True(problems.Any(problem => problem.Path.Equals(path, StringComparison.OrdinalIgnoreCase) && problem.Message.Contains(says, StringComparison.Ordinal)), string.Join("; ", problems));
    }

    [Fact]
    public void All_errors_are_told_at_once()
    {
        var problems = ConfigText.Problems("""
            {
              "VersionHeader": { "Name": "" },
              "Defaults": { "Timeout": "soon" },
              "Routes": {
                "a": { "Path": "x", "Targets": "t", "MaxRetries": 99 },
                "b": { "Path": "/b", "Targets": [ { "Address": "http://t", "Weight": -1 } ], "PathRewrite": "/{c}", "Colour": "red" },
                "c": { "Path": "/B", "Targets": "http://t" }
              }
            }
            """);

        Assert.Equal(
            ["Gateway:Defaults:Timeout", "Gateway:Routes:a:MaxRetries", "Gateway:Routes:a:Path", "Gateway:Routes:a:Targets", "Gateway:Routes:b:Colour",
             "Gateway:Routes:b:PathRewrite", "Gateway:Routes:b:Targets:0:Weight", "Gateway:Routes:c:Path", "Gateway:VersionHeader:Name"],
            problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
    }

    private static string Routes(string members) => $$"""{ "Routes": { "r": { {{members}} } } }""";

    private static string Targets(string targets) => Routes($"\"Path\": \"/a/{{**path}}\", \"Targets\": {targets}");
}
