namespace Gateway.Tests.Containers;

/// <summary>The tests that share a <see cref="ContainerHost"/>; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedContainers : ICollectionFixture<ContainerHost>
{
    public const string Name = "Containers";
}
