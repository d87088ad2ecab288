using Gateway.Proxy.Http;

namespace Gateway.Proxy.Sessions;

/// <summary>Validates the settings of <c>SessionPersistence</c> in combination.</summary>
internal static class SessionPersistenceRules
{
    private const string Name = "SessionPersistence:SessionName";
    private const string Token = "letters, digits and !#$%&'*+-.^_`|~";

    public static void Check(SessionPersistenceSettings? sessions, Action<string, string> report)
    {
        if (sessions is null)
            return;
        var isCookie = sessions.Type == SessionPersistenceType.Cookie;
        if (sessions.SessionName is not { } name)
        {
            if (!isCookie)
                report(Name, $"is missing; allowed: the name of the {(sessions.Type == SessionPersistenceType.Header ? "request header" : "claim")} that says the session");
        }
        else if (sessions.Type != SessionPersistenceType.Claim && !HttpText.IsToken(name))
        {
            report(Name, $"\"{name}\" is not the name of a {(isCookie ? "cookie" : "header")}; allowed: {Token}");
        }
        else if (sessions.Type == SessionPersistenceType.Header && ChangedFields.Reason(name) is { Length: > 0 } reason)
        {
            report(Name, $"\"{name}\" is not allowed{reason}; allowed: a header that says the session as the client sends it");
        }

        if (!isCookie && sessions.LifetimeType == SessionLifetimeType.Permanent)
            report("SessionPersistence:LifetimeType", $"\"Permanent\" is for cookies, but Type is \"{sessions.Type}\"; allowed: no LifetimeType, or Type Cookie");
        else if (sessions.LifetimeType == SessionLifetimeType.Session && sessions.AbsoluteTimeout != SessionPersistenceSettings.DefaultTimeout)
            report("SessionPersistence:AbsoluteTimeout", $"\"{sessions.AbsoluteTimeout}\" has no effect without a permanent cookie; allowed: {(isCookie ? "\"LifetimeType\": \"Permanent\" beside it, or no AbsoluteTimeout" : "no AbsoluteTimeout")}");
    }
}
