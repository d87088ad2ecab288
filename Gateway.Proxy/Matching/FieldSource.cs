namespace Gateway.Proxy.Matching;

/// <summary>Where a condition looks.</summary>
internal enum FieldSource
{
    Header,
    Cookie,
    Query,
    Host,
}
