using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Orchestration;

/// <summary>Turns a project and what was declared about it into the process to start.</summary>
internal static class ServiceCommandLine
{
    public static async Task<ProcessSpec> ResolveAsync(
        ProjectResource project, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        var metadata = project.Annotations.OfType<IProjectMetadata>().Last();
        string[] command = metadata is IBuiltProjectMetadata built
            ? ["exec", built.AssemblyPath]
            : ["run", "--project", metadata.ProjectPath, "--no-build", "--no-launch-profile", "--"];

        if (metadata is IBuiltProjectMetadata { AssemblyPath: var path } && !File.Exists(path))
            throw new DistributedApplicationException($"Resource '{project.Name}' is not built: there is no {path}.");

        var variables = await VariablesAsync(project, executionContext, cancellationToken);
        var environment = new Dictionary<string, string>();
        foreach (var (name, value) in variables)
            environment[name] = await TextAsync(value, cancellationToken);

        return new ProcessSpec(
            DotnetHost.Path,
            [.. command, .. await ArgumentsAsync(project, cancellationToken)],
            Path.GetDirectoryName(metadata.ProjectPath)!,
            environment)
        {
            Secrets = variables.Where(variable => ReferenceExpression.IsSecret(variable.Value)).Select(variable => variable.Key).ToHashSet(),
        };
    }

    private static async Task<IReadOnlyList<string>> ArgumentsAsync(ProjectResource project, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], project, cancellationToken);
        foreach (var annotation in project.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(context);

        var arguments = new List<string>();
        foreach (var value in context.Args)
            arguments.Add(await TextAsync(value, cancellationToken));
        return arguments;
    }

    private static async Task<Dictionary<string, object>> VariablesAsync(
        ProjectResource project, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, project, cancellationToken: cancellationToken);
        foreach (var annotation in project.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        return context.EnvironmentVariables;
    }

    private static async ValueTask<string> TextAsync(object value, CancellationToken cancellationToken) =>
        (value is IValueProvider provider ? await provider.GetValueAsync(cancellationToken) : value.ToString()) ?? "";
}
