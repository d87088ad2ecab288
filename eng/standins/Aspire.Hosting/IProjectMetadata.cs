// Stands in for Aspire.Hosting.IProjectMetadata: what a generated class Projects.<Name> says.
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public interface IProjectMetadata : IResourceAnnotation
{
    string ProjectPath { get; }
}

/// <summary>Not in Aspire, which starts a service through the SDK: here the built assembly is started, which is quicker.</summary>
public interface IBuiltProjectMetadata : IProjectMetadata
{
    string AssemblyPath { get; }
}
