namespace Gateway.Proxy.Access;

/// <summary>Decides whether a request may reach its route: lets it pass, or writes the response.</summary>
internal interface IAccessPolicy
{
    /// <summary>False when the policy has written the response.</summary>
    ValueTask<bool> AdmitAsync(HttpContext context, string route);
}
