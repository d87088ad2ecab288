namespace Gateway.Proxy.Access;

/// <summary>Stands before a route: lets a request pass, or answers it.</summary>
internal interface IRouteGate
{
    /// <summary>False when the request was answered.</summary>
    ValueTask<bool> AdmitAsync(HttpContext context, string route);
}
