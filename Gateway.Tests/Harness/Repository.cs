using System.Runtime.CompilerServices;

namespace Gateway.Tests.Harness;

/// <summary>Files of the repository that tests compare with what the product says.</summary>
internal static class Repository
{
    public static string File(string relative) => Path.Combine(Root(), relative);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
