// Stands in for Aspire.Hosting.ApplicationModel.CustomResourceSnapshot and the records it is made of.
using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

public sealed record CustomResourceSnapshot
{
    public required string ResourceType { get; init; }

    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    public DateTime? CreationTimeStamp { get; init; }

    public DateTime? StartTimeStamp { get; init; }

    public DateTime? StopTimeStamp { get; init; }

    public ResourceStateSnapshot? State { get; init; }

    public int? ExitCode { get; init; }

    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    public ImmutableArray<HealthReportSnapshot> HealthReports { get; init; } = [];

    /// <summary>Only what runs is healthy or not; what has no checks is healthy, and an unanswered check is not.</summary>
    public HealthStatus? HealthStatus => State?.Text == KnownResourceStates.Running
        ? HealthReports.Select(report => report.Status ?? Unhealthy).DefaultIfEmpty(Healthy).Min()
        : null;

    internal bool HasEnded => KnownResourceStates.TerminalStates.Contains(State?.Text);

    private static HealthStatus Healthy => Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy;

    private static HealthStatus Unhealthy => Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy;
}

public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    public static implicit operator ResourceStateSnapshot?(string? text) => text is null ? null : new(text, Style: null);
}

public sealed record ResourcePropertySnapshot(string Name, object? Value);

public sealed record EnvironmentVariableSnapshot(string Name, string? Value, bool IsFromSpec)
{
    /// <summary>Made of a secret parameter: the dashboard is not told the value.</summary>
    internal bool IsSecret { get; init; }
}

public sealed record HealthReportSnapshot(string Name, HealthStatus? Status, string? Description, string? ExceptionText)
{
    public DateTime? LastRunAt { get; init; }
}

public sealed record UrlSnapshot(string? Name, string Url, bool IsInternal)
{
    public UrlDisplayPropertiesSnapshot DisplayProperties { get; init; } = new();
}

public sealed record UrlDisplayPropertiesSnapshot(string DisplayName = "", int SortOrder = 0);
