using System.CommandLine;

namespace Fakes.Shared;

/// <summary>The command line of a fake: <c>--port</c>, its help, and the exit codes.</summary>
internal static class FakeCommand
{
    private const int BadArguments = 2;

    /// <summary>Parses <paramref name="args"/> and runs the fake on that port, or prints help or what is wrong.</summary>
    public static async Task<int> RunAsync(FakeIdentity identity, string[] args, Func<int?, Task<int>> run)
    {
        Option<int?> port = new("--port")
        {
            Description = $"The port on localhost to listen on (default: {identity.DefaultPort}, or ASPNETCORE_URLS); 0: any free one",
            HelpName = "port",
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !ushort.TryParse(token.Value, out _))
                result.AddError($"--port: \"{token.Value}\" is not a port; allowed: 0 to 65535");
        });
        RootCommand command = new($"A stand-in for {identity.Service}, with a control surface under /_fake.") { port };
        command.SetAction(parsed => run(parsed.GetValue(port)));

        var result = command.Parse(args);
        foreach (var error in result.Errors)
            await Console.Error.WriteLineAsync($"{identity.Service}: {error.Message} (--help lists what is allowed)");
        if (result.Errors.Count > 0) return BadArguments;

        // The host handles the signals and the errors of a start.
        return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }
}
