using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Proxy.Server;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Access;

/// <summary>The tables of docs/security.md.</summary>
public sealed partial class SecurityDocTests
{
    private const int MostPromises = 100;

    private static readonly NamedBlocks Page = new("docs/security.md");

    [Fact]
    public void Every_promise_is_held_by_tests_that_exist()
    {
        var rows = Page.Rows("Promises");
        Assert.InRange(rows.Count, 20, MostPromises);
        foreach (var row in rows)
        {
            Assert.Equal(2, row.Length);
            var names = Code().Matches(row[1]).Select(match => match.Groups[1].Value).ToArray();
            Assert.True(names.Length > 0, $"No test holds: {row[0]}");
            Assert.All(names, name => Assert.True(name.EndsWith("Tests", StringComparison.Ordinal) ? IsTestClass(name) : IsInCorpus(name), $"There is no {name}, which is to hold: {row[0]}"));
        }
    }

    [Fact]
    public void Every_limit_has_its_row_and_the_default_that_stands_there()
    {
        ServerLimits defaults = new();

        Assert.Equal(
            typeof(ServerLimits).GetProperties().Where(property => property.CanWrite).Select(property => (property.Name, Number(property.GetValue(defaults)!))),
            Page.Rows("Limits: `Gateway:Limits`, read at start").Where(row => row[0].StartsWith('`')).Select(row => (row[0].Trim('`'), double.Parse(Digits().Match(row[1]).Value, CultureInfo.InvariantCulture))));
    }

    private static double Number(object value) => value is TimeSpan time ? time.TotalSeconds : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static bool IsTestClass(string name) => typeof(SecurityDocTests).Assembly.GetTypes()
        .Any(type => type.Name == name && type.GetMethods().Any(method => method.GetCustomAttributes<FactAttribute>().Any()));

    private static bool IsInCorpus(string name) => name.Split('/') is [var folder, var files]
        && Directory.EnumerateFiles(Repository.File($"Gateway.Tests/Corpus/{folder}"), files + ".http1").Any();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
