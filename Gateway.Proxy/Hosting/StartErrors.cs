using System.Net.Sockets;
using System.Security.Cryptography;
using Gateway.Proxy.CommandLine;
using Gateway.Proxy.Configuration;

namespace Gateway.Proxy.Hosting;

/// <summary>Reports startup errors as plain lines on stderr with exit code 1, never as a stack trace.</summary>
internal static class StartErrors
{
    public static async Task<int> ReportAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (GatewayConfigurationException exception)
        {
            foreach (var problem in exception.Errors)
                await Console.Error.WriteLineAsync(problem.ToString());
        }
        catch (InvalidDataException exception) when (exception.GetBaseException() is System.Text.Json.JsonException or FormatException)
        {
            await Console.Error.WriteLineAsync(ConfigurationFiles.Describe(FileOf(exception.Message), exception));
        }
        catch (Exception exception) when (exception is SocketException or UnauthorizedAccessException or IOException or InvalidOperationException or FormatException or ArgumentException or CryptographicException or AggregateException)
        {
            await Console.Error.WriteLineAsync($"The gateway cannot start: {Secrets.In(exception.GetBaseException().Message.ReplaceLineEndings(" "))}");
        }

        return GatewayCommand.Failed;
    }

    // The framework's messages name the file in quotes.
    private static string FileOf(string message) => message.Split('\'') is [_, var file, ..] ? file : "configuration";
}
