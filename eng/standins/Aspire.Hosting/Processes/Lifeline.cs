using System.Diagnostics;
using System.Text;

namespace Aspire.Hosting.Processes;

/// <summary>Puts a process under lifeline.sh. Windows has no shell to do it: there a hard end of the AppHost leaves its children.</summary>
internal static class Lifeline
{
    private static readonly string Script = ReadScript();

    /// <summary>Starts a process as the leader of a session of its own.</summary>
    private static readonly string[] NewSession = OperatingSystem.IsMacOS()
        ? ["perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or exit 127"]
        : ["setsid"];

    /// <summary>Meant for the AppHost alone; a service must not take its addresses for its own.</summary>
    private static readonly string[] NotInherited = ["ASPNETCORE_URLS", "DOTNET_LAUNCH_PROFILE", "DOTNET_URLS"];

    public static ProcessStartInfo Wrap(ProcessSpec spec)
    {
        string[] command = [spec.FileName, .. spec.Arguments];
        if (!OperatingSystem.IsWindows())
            command = [.. NewSession, "/bin/sh", "-c", Script, "lifeline", .. NewSession, .. PastTheShell(spec.Environment), .. command];

        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = spec.WorkingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };

        foreach (var name in start.Environment.Keys.Where(name => NotInherited.Contains(name) || name.StartsWith("ASPIRE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in spec.Environment)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>A shell drops variables whose names it could not use, such as those of a service with a dash in its name.</summary>
    private static IEnumerable<string> PastTheShell(IReadOnlyDictionary<string, string> environment)
    {
        var variables = environment.Where(variable => variable.Key.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '_')).ToList();
        return variables.Count == 0 ? [] : ["env", .. variables.Select(variable => $"{variable.Key}={variable.Value}")];
    }

    private static string ReadScript()
    {
        using var reader = new StreamReader(typeof(Lifeline).Assembly.GetManifestResourceStream("lifeline.sh")!);
        return reader.ReadToEnd();
    }
}
