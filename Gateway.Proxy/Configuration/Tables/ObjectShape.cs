namespace Gateway.Proxy.Configuration.Tables;

/// <summary>The shape of a setting that is an object.</summary>
internal static class ObjectShape
{
    /// <summary>Adds an error for a text, also an empty one, and for a list, also an empty one: it would take the place of what lower sources say.</summary>
    /// <param name="section">The setting.</param>
    /// <param name="allowed">What is allowed; the last part of the error.</param>
    /// <param name="errors">The errors.</param>
    /// <param name="isSecret">Whether the error does not show the text.</param>
    /// <returns>False for a list: its items are no keys.</returns>
    public static bool Check(IConfigurationSection section, string allowed, ConfigurationErrors errors, bool isSecret = false)
    {
        if (section is ConfigurationNode { IsList: true })
        {
            errors.Add(section.Path, $"a list is not allowed here; allowed: {allowed}");
            return false;
        }

        if (section.Value is { } text)
            errors.Refuse(section.Path, isSecret && text.Length > 0 ? Secrets.Hidden : text, $"is not an object; allowed: {allowed}");
        return true;
    }
}
