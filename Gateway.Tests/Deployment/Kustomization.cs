namespace Gateway.Tests.Deployment;

/// <summary>What the kustomizations of this repository use; a key that is not here fails the tests.</summary>
public sealed class Kustomization
{
    public const string Type = "kustomize.config.k8s.io/v1beta1/Kustomization";

    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public IList<string> Resources { get; set; } = [];

    public IList<Patch> Patches { get; set; } = [];

    public IList<object> Labels { get; set; } = [];

    public IList<object> Images { get; set; } = [];

    public sealed class Patch
    {
        public string Path { get; set; } = "";
    }
}
