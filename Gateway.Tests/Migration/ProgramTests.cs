using Gateway.Tests.Harness;

namespace Gateway.Tests.Migration;

public sealed class ProgramTests
{
    [Theory]
    [InlineData("canary", "", "")]
    [InlineData("testers", "", "")]
    [InlineData("switch", "", "")]
    [InlineData("sticky-canary", "", "")]
    [InlineData("decomposition-routes", "using Gateway.Proxy;\n\n", "\napp.Run();")]
    [InlineData("decomposition-handler", "using Gateway.Proxy;\n\n", "\napp.Run();")]
    public void The_code_of_the_page_is_the_code_that_is_tested(string name, string begin, string end) =>
        Assert.Equal(begin + Region(name) + end, MigrationDoc.Code(name));

    private static string Region(string name)
    {
        var lines = NamedBlocks.Read("Gateway.Tests/Migration/Programs.cs").Split('\n')
            .SkipWhile(line => line.Trim() != $"#region {name}").Skip(1).TakeWhile(line => line.Trim() != "#endregion").ToList();
        var indent = lines[0].Length - lines[0].TrimStart().Length;
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : string.Empty));
    }
}
