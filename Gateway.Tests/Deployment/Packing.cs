namespace Gateway.Tests.Deployment;

/// <summary>Tests that pack Gateway.Proxy, one after the other: two at once write the same files of its obj folder.</summary>
[CollectionDefinition(nameof(Packing))]
public sealed class Packing;
