using System.Text.RegularExpressions;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Deployment;

/// <summary>A published application that runs, with a route of its settings and one of its code to <paramref name="upstream"/>.</summary>
internal sealed partial class NewApplicationProcess(string program, string upstream, string folder) : DotnetProcess(
    program,
    ["--urls", "http://127.0.0.1:0"],
    new Dictionary<string, string> { ["Upstream"] = upstream, ["Gateway__Routes__file__Path"] = "/file/{**path}", ["Gateway__Routes__file__Targets"] = upstream },
    folder)
{
    public async Task<string> AddressAsync()
    {
        await Eventually.BecomesTrueAsync(() => HasEnded || Listening().IsMatch(Output), TimeSpan.FromSeconds(30), "the application listens");
        Assert.False(HasEnded, Output + Errors);
        return Listening().Match(Output).Groups["url"].Value;
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://\S+)")]
    private static partial Regex Listening();
}
