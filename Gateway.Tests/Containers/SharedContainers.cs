namespace Gateway.Tests.Containers;

/// <summary>The tests that share a <see cref="ContainerHost"/>; they run one after the other, and beside no others, which their load would slow down.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SharedContainers : ICollectionFixture<ContainerHost>
{
    public const string Name = "Containers";
}
