namespace Gateway.Proxy.Access.Tokens;

/// <summary>A file of keys, before it is used.</summary>
internal static class KeyFile
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">It is no JWKS, or of no use.</exception>
    public static void CheckUsable(string path)
    {
        if (KeySet.Parse(File.ReadAllText(path)).Keys.Count == 0)
            throw new ArgumentException("there is no key in it that a signature could be checked with");
    }
}
