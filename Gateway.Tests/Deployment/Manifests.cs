using Gateway.Tests.Harness;
using k8s;

namespace Gateway.Tests.Deployment;

/// <summary>The files of <c>deploy/kubernetes</c>, read strictly: an unknown or repeated key is an error.</summary>
internal static class Manifests
{
    private static readonly Dictionary<string, Type> Types = new() { [Kustomization.Type] = typeof(Kustomization) };

    public static string Folder { get; } = Repository.File("deploy/kubernetes");

    public static object[] All(string file) => [.. KubernetesYaml.LoadAllFromString(File.ReadAllText(file), Types, strict: true)];

    /// <summary>The one object of its type in the base.</summary>
    public static T Base<T>() =>
        Assert.Single(Directory.GetFiles(Path.Combine(Folder, "base"), "*.yaml").SelectMany(All).OfType<T>());
}
