namespace Gateway.Proxy.Access.Tokens;

/// <summary>Validates a file of keys.</summary>
internal static class KeyFile
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">It is not a JWKS document, or has no usable key.</exception>
    public static void CheckUsable(string path)
    {
        if (KeySet.Parse(File.ReadAllText(path)).Keys.Count == 0)
            throw new ArgumentException("it contains no key for signature validation");
    }
}
