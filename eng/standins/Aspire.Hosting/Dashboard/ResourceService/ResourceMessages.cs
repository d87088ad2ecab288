using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Google.Protobuf.WellKnownTypes;
using Health = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>The state of a resource as the dashboard is told it.</summary>
internal static class ResourceMessages
{
    private const string Mask = "(secret)";

    public static Protocol.Resource ToMessage(this ResourceEvent change)
    {
        var (resource, snapshot) = (change.Resource, change.Snapshot);
        var message = new Protocol.Resource
        {
            Name = InstanceName.Of(resource),
            DisplayName = resource.Name,
            Uid = InstanceName.Of(resource),
            ResourceType = snapshot.ResourceType,
            State = snapshot.State?.Text ?? "",
            StateStyle = snapshot.State?.Style ?? "",
            CreatedAt = Time(snapshot.CreationTimeStamp ?? DateTime.UnixEpoch),
            StartedAt = Time(snapshot.StartTimeStamp),
            StoppedAt = Time(snapshot.StopTimeStamp),
        };

        // The links of a stopped service lead nowhere; a resource without a process always has its links.
        var hasAddresses = resource is not ProjectResource || snapshot.State?.Text == KnownResourceStates.Running;
        message.Urls.AddRange(snapshot.Urls.Index().Select(url => Url(url.Item, url.Index, isInactive: !hasAddresses)));
        message.Environment.AddRange(snapshot.EnvironmentVariables.Select(Variable));
        message.Commands.AddRange(resource.Annotations.OfType<ResourceCommandAnnotation>().Select(command => CommandMessages.ToMessage(command, snapshot)));
        message.HealthReports.AddRange(snapshot.HealthReports.Select(Report));
        message.Relationships.AddRange(resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(Relationship));
        message.Properties.AddRange(snapshot.Properties.Select(property => Property(property.Name, property.Value)));
        message.Properties.AddRange(Details(resource, snapshot));
        return message;
    }

    /// <summary>Once more, as what the dashboard lists under "Resource"; it leaves out what has no value.</summary>
    private static IEnumerable<Protocol.ResourceProperty> Details(IResource resource, CustomResourceSnapshot snapshot) =>
    [
        Property("resource.displayName", resource.Name),
        Property("resource.state", snapshot.State?.Text),
        Property("resource.healthState", snapshot.HealthStatus),
        Property("resource.startTime", snapshot.StartTimeStamp?.ToString("O", CultureInfo.InvariantCulture)),
        Property("resource.stopTime", snapshot.StopTimeStamp?.ToString("O", CultureInfo.InvariantCulture)),
        Property("resource.exitCode", snapshot.ExitCode?.ToString(CultureInfo.InvariantCulture)),
    ];

    private static Protocol.Url Url(UrlSnapshot url, int index, bool isInactive) => new()
    {
        EndpointName = url.Name ?? "",
        FullUrl = url.Url,
        IsInternal = url.IsInternal,
        IsInactive = isInactive,

        // The first declared is the one to show first; the dashboard sorts downwards.
        DisplayProperties = new Protocol.UrlDisplayProperties { DisplayName = url.DisplayProperties.DisplayName, SortOrder = -index },
    };

    private static Protocol.EnvironmentVariable Variable(EnvironmentVariableSnapshot variable) => new()
    {
        Name = variable.Name,
        Value = variable.IsSecret || SecretNames.Contains(variable.Name) ? Mask : variable.Value ?? "",
        IsFromSpec = variable.IsFromSpec,
    };

    private static Protocol.HealthReport Report(HealthReportSnapshot report)
    {
        var message = new Protocol.HealthReport
        {
            Key = report.Name,
            Description = report.Description ?? "",
            Exception = report.ExceptionText ?? "",
            LastRunAt = Time(report.LastRunAt),
        };
        if (report.Status is { } status)
        {
            message.Status = status switch
            {
                Health.Healthy => Protocol.HealthStatus.Healthy,
                Health.Degraded => Protocol.HealthStatus.Degraded,
                _ => Protocol.HealthStatus.Unhealthy,
            };
        }

        return message;
    }

    private static Protocol.ResourceRelationship Relationship(ResourceRelationshipAnnotation relationship) =>
        new() { ResourceName = relationship.Resource.Name, Type = relationship.Type };

    private static Protocol.ResourceProperty Property(string name, object? value) =>
        new() { Name = name, Value = Convert(value) };

    private static Value Convert(object? value) => value switch
    {
        null => Value.ForNull(),
        IEnumerable<string> list => Value.ForList([.. list.Select(Value.ForString)]),
        _ => Value.ForString($"{value}"),
    };

    private static Timestamp? Time(DateTime? time) => time is { } known ? Timestamp.FromDateTime(known) : null;
}
