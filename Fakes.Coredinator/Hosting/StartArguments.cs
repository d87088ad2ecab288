using System.Globalization;

namespace Fakes.Hosting;

/// <summary>The command line: an exit code means there is nothing to run.</summary>
internal sealed record StartArguments(int? Port = null, int? ExitCode = null)
{
    private const int Usage = 2;

    public static StartArguments Parse(FakeIdentity identity, string[] args)
    {
        var start = new StartArguments();
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--help" or "-h":
                    Console.Out.WriteLine(Help(identity));
                    return new StartArguments(ExitCode: 0);
                case "--port":
                    if (!TryPort(args.ElementAtOrDefault(++i), out var port))
                        return Refuse(identity, "--port needs a number from 0 to 65535");
                    start = start with { Port = port };
                    break;
                default:
                    return Refuse(identity, $"unknown argument '{args[i]}', allowed: --port N, --help");
            }
        }

        return start;
    }

    private static bool TryPort(string? text, out ushort port) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port);

    private static StartArguments Refuse(FakeIdentity identity, string problem)
    {
        Console.Error.WriteLine($"{identity.Service}: {problem}");
        return new StartArguments(ExitCode: Usage);
    }

    private static string Help(FakeIdentity identity) =>
        $"""
        A stand-in for {identity.Service}, with a control surface under /_fake.

          --port N   listen on localhost:N (0: any free port; default {identity.DefaultPort}, or ASPNETCORE_URLS)
          --help     this text
        """;
}
