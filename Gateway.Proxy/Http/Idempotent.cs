namespace Gateway.Proxy.Http;

/// <summary>Idempotent methods (RFC 9110 section 9.2.2).</summary>
internal static class Idempotent
{
    public static bool Is(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method)
        || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
}
