using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes projects and parameters in the form that deployment tools read. External services are only seen in who refers to them.</summary>
internal sealed class ManifestWriter(DistributedApplicationExecutionContext executionContext, string manifestPath)
{
    public async Task WriteAsync(IEnumerable<IResource> resources, Stream output, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("resources");

        foreach (var resource in resources)
        {
            if (resource is ProjectResource project)
                await WriteProjectAsync(json, project, cancellationToken);
            else if (resource is ParameterResource parameter)
                WriteParameter(json, parameter);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private async Task WriteProjectAsync(Utf8JsonWriter json, ProjectResource project, CancellationToken cancellationToken)
    {
        var source = project.Annotations.OfType<IProjectMetadata>().Last().ProjectPath;
        json.WriteStartObject(project.Name);
        json.WriteString("type", "project.v0");
        json.WriteString("path", Path.GetRelativePath(Path.GetDirectoryName(manifestPath)!, source).Replace('\\', '/'));

        var arguments = new CommandLineArgsCallbackContext([], project, cancellationToken);
        foreach (var annotation in project.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(arguments);
        if (arguments.Args.Count > 0)
        {
            json.WriteStartArray("args");
            foreach (var argument in arguments.Args)
                json.WriteStringValue(Expression(argument));
            json.WriteEndArray();
        }

        var environment = new EnvironmentCallbackContext(executionContext, project, cancellationToken: cancellationToken);
        foreach (var annotation in project.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(environment);
        json.WriteStartObject("env");
        foreach (var (name, value) in environment.EnvironmentVariables)
            json.WriteString(name, Expression(value));
        json.WriteEndObject();

        WriteBindings(json, project);
        json.WriteEndObject();
    }

    private static void WriteBindings(Utf8JsonWriter json, ProjectResource project)
    {
        json.WriteStartObject("bindings");
        foreach (var endpoint in project.Endpoints())
        {
            json.WriteStartObject(endpoint.Name);
            json.WriteString("scheme", endpoint.UriScheme);
            json.WriteString("protocol", "tcp");
            json.WriteString("transport", endpoint.UriScheme is "http" or "https" ? "http" : "tcp");
            if (endpoint.Port is { } port && port != endpoint.TargetPort)
                json.WriteNumber("port", port);
            if (endpoint.TargetPort is { } targetPort)
                json.WriteNumber("targetPort", targetPort);
            if (endpoint.IsExternal)
                json.WriteBoolean("external", true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteParameter(Utf8JsonWriter json, ParameterResource parameter)
    {
        json.WriteStartObject(parameter.Name);
        json.WriteString("type", "parameter.v0");
        json.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        json.WriteStartObject("inputs");
        json.WriteStartObject("value");
        json.WriteString("type", "string");
        if (parameter.Secret)
            json.WriteBoolean("secret", true);
        if (parameter.PublishedDefault is { } value)
        {
            json.WriteStartObject("default");
            json.WriteString("value", value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Expression(object value) => value is IManifestExpressionProvider provider ? provider.ValueExpression : value.ToString() ?? "";
}
