using System.Text.RegularExpressions;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Deployment;

public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows { get; } = [.. Directory.GetFiles(Repository.File(".github/workflows")).Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task Every_action_is_pinned_by_its_commit_with_its_version_beside_it(string workflow)
    {
        var lines = (await ReadAsync(workflow)).Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Matches(Pinned(), line));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task A_job_may_only_read_unless_it_says_otherwise(string workflow)
    {
        var lines = await ReadAsync(workflow);
        var permissions = Array.IndexOf(lines, "permissions:");

        Assert.Equal(["  contents: read", ""], lines[(permissions + 1)..(permissions + 3)]);
    }

    private static Task<string[]> ReadAsync(string workflow) => File.ReadAllLinesAsync(Repository.File($".github/workflows/{workflow}"));

    [GeneratedRegex(@"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();
}
