using System.Security.Cryptography;

namespace Gateway.Proxy.Configuration;

/// <summary>A file that a setting names.</summary>
internal static class NamedFile
{
    /// <summary>Reads the file, or reports why it is unusable.</summary>
    /// <param name="key">The setting's key.</param>
    /// <param name="path">The file's path.</param>
    /// <param name="what">What the file must be.</param>
    /// <param name="read">Reads it, or throws.</param>
    /// <param name="report">Takes a key and what is wrong with its value.</param>
    public static void Check(string key, string path, string what, Action<string> read, Action<string, string> report)
    {
        try
        {
            read(path);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or CryptographicException or UnauthorizedAccessException)
        {
            report(key, $"\"{path}\" cannot be read: {exception.Message.ReplaceLineEndings(" ")}; allowed: {what}");
        }
    }
}
