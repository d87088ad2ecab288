namespace Gateway.Proxy.Access;

/// <summary>Stands before a route: lets a request pass, or responds to it.</summary>
internal interface IAccessPolicy
{
    /// <summary>False when the policy has written the response.</summary>
    ValueTask<bool> AdmitAsync(HttpContext context, string route);
}
