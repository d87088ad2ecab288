using System.CommandLine;
using System.CommandLine.Help;
using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.CommandLine;

/// <summary>The command line: options, help and exit codes.</summary>
internal static class GatewayCommand
{
    /// <summary>The environment variable that names the file to read when <c>--config</c> is absent; the file is optional.</summary>
    public const string ConfigVariable = "GATEWAY_CONFIG";

    public const int Done = 0;
    public const int Failed = 1;
    public const int BadArguments = 2;

    /// <summary>Parses <paramref name="args"/> and runs the gateway with them, or prints help or the errors.</summary>
    public static async Task<int> RunAsync(string[] args, Func<GatewayArguments, Task<int>> run)
    {
        Option<string?> host = new("--host") { Description = "The address to listen on: localhost, an IP address, or * for all (default: localhost, or what the configuration says)", HelpName = "address" };
        host.Validators.Add(result =>
        {
            // Kestrel treats a name that is not an address as "all addresses".
            if (result.Tokens is [var token] && !AddressText.IsHost(token.Value))
                result.AddError($"--host: \"{token.Value}\" is not an address; allowed: localhost, an IP address, or *");
        });
        var port = PortOption("--port", "The port to listen on (default: 8001, or what the configuration says); 0: any free one", least: 0);
        var http2Port = PortOption("--http2-port", "A port of its own that speaks HTTP/2 without TLS, for gRPC (default: none, or what the configuration says)", least: 1);
        var coredinator = PortOption("--coredinator-port", "The port of Coredinator on this machine (default: 7000)", least: 1);
        var coretelemetry = PortOption("--coretelemetry-port", "The port of CoreTelemetry on this machine (default: 7001)", least: 1);
        Option<FileInfo?> config = new("--config") { Description = "One more JSON file, over appsettings*.json and under environment variables and arguments (default: the file that the environment variable GATEWAY_CONFIG names, when it is there)", HelpName = "file" };
        Option<bool> validate = new("--validate-config") { Description = "Check the whole configuration, print every error, listen on nothing; exit code 0 or 1" };
        Option<bool> print = new("--print-config") { Description = "Print the configuration in force as JSON, with the source of each value in a comment; --config accepts it. Secrets are shown as ***. Listen on nothing; exit code 0, or 1 with every error" };

        // A RootCommand would have the program's file name in its usage, also in the tool.
        Command command = new("gateway", "Gateway: an API gateway for services that are being migrated. Endpoints of its own: /docs, /health, /gateway/status.");
        foreach (var option in (Option[])[port, host, http2Port, coredinator, coretelemetry, config, validate, print, new HelpOption(), new VersionOption()])
            command.Options.Add(option);

        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync($"{error.Message} (--help lists what is allowed)");
            return BadArguments;
        }

        command.SetAction(result => run(new(
            result.GetValue(host), result.GetValue(port), result.GetValue(http2Port), result.GetValue(coredinator), result.GetValue(coretelemetry), result.GetValue(config), result.GetValue(validate), result.GetValue(print))));
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static Option<int?> PortOption(string name, string description, int least)
    {
        Option<int?> option = new(name) { Description = description, HelpName = "port" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var port) || port < least || port > 65535))
                result.AddError($"{name}: \"{token.Value}\" is not a port; allowed: {least} to 65535");
        });
        return option;
    }
}
