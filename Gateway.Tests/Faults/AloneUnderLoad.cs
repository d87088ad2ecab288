namespace Gateway.Tests.Faults;

/// <summary>Runs alone: what it measures, others would disturb.</summary>
[CollectionDefinition(nameof(AloneUnderLoad), DisableParallelization = true)]
public sealed class AloneUnderLoad;
