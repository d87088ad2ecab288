using Gateway.Tests.Harness;
using k8s.Models;

namespace Gateway.Tests.Deployment;

public sealed class KubernetesTests
{
    private static readonly V1PodSpec Pod = Manifests.Base<V1Deployment>().Spec.Template.Spec;

    private static readonly V1Container Container = Assert.Single(Pod.Containers);

    public static TheoryData<string> Files { get; } =
        [.. Directory.GetFiles(Manifests.Folder, "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Manifests.Folder, file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_one_object_and_has_no_key_that_Kubernetes_does_not_know(string file) =>
        Assert.Single(Manifests.All(Path.Combine(Manifests.Folder, file)));

    [Theory]
    [InlineData("base")]
    [InlineData("overlays/two-replicas")]
    public void A_kustomization_names_every_file_beside_it_and_nothing_else(string name)
    {
        var folder = Path.Combine(Manifests.Folder, name);
        var kustomization = Assert.IsType<Kustomization>(Manifests.All(Path.Combine(folder, "kustomization.yaml")).Single());

        var named = kustomization.Resources.Concat(kustomization.Patches.Select(patch => patch.Path)).ToArray();
        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(folder, path)), path));
        Assert.Equal(
            Directory.GetFiles(folder, "*.yaml").Select(Path.GetFileName).Where(file => file != "kustomization.yaml").Order(),
            named.Where(path => path.EndsWith(".yaml", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Every_selector_finds_the_pods_and_every_name_the_deployment()
    {
        var deployment = Manifests.Base<V1Deployment>();
        var labels = deployment.Spec.Template.Metadata.Labels;

        Assert.Equal(labels, deployment.Spec.Selector.MatchLabels);
        Assert.Equal(labels, Manifests.Base<V1PodDisruptionBudget>().Spec.Selector.MatchLabels);
        Assert.Equal(deployment.Metadata.Name, Manifests.Base<V2HorizontalPodAutoscaler>().Spec.ScaleTargetRef.Name);
        foreach (var service in Directory.GetFiles(Path.Combine(Manifests.Folder, "base"), "service*.yaml").SelectMany(Manifests.All).Cast<V1Service>())
        {
            Assert.Equal(labels, service.Spec.Selector);
            Assert.All(service.Spec.Ports, port => Assert.Contains(Container.Ports, own => own.Name == port.TargetPort.Value));
        }

        var volume = Assert.Single(Pod.Volumes);
        Assert.Equal(Manifests.Base<V1ConfigMap>().Metadata.Name, volume.ConfigMap.Name);
        var mount = Assert.Single(Container.VolumeMounts);
        Assert.Equal((volume.Name, "/etc/gateway", null), (mount.Name, mount.MountPath, mount.SubPath));
    }

    [Fact]
    public void The_pod_gets_only_what_it_needs()
    {
        Assert.True(Pod.SecurityContext.RunAsNonRoot);
        Assert.Equal("RuntimeDefault", Pod.SecurityContext.SeccompProfile.Type);
        Assert.False(Pod.AutomountServiceAccountToken);
        Assert.True(Container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.False(Container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], Container.SecurityContext.Capabilities.Drop);
        Assert.True(Container.Resources.Limits.ContainsKey("memory"));
    }

    [Fact]
    public void The_probes_ask_no_upstream()
    {
        Assert.Equal(("/ready", "http"), Of(Container.StartupProbe));
        Assert.Equal(("/ready", "http"), Of(Container.ReadinessProbe));
        Assert.Equal(("/alive", "http"), Of(Container.LivenessProbe));

        static (string Path, string Port) Of(V1Probe probe) => (probe.HttpGet.Path, probe.HttpGet.Port.Value);
    }

    [Fact]
    public async Task The_pod_has_the_time_to_drain_and_its_config_is_valid()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;
        var file = Path.Combine(folder, "gateway.json");
        var json = Assert.Single(Manifests.Base<V1ConfigMap>().Data, data => data.Key == "gateway.json").Value;
        await File.WriteAllTextAsync(file, json);
        await using var gateway = GatewayProcess.Start(["--validate-config", "--config", file]);

        Assert.True(await gateway.ExitAsync(TimeSpan.FromSeconds(30)) == 0, gateway.Errors);
        var settings = System.Text.Json.Nodes.JsonNode.Parse(json)!["Gateway"]!;
        var needed = TimeSpan.FromSeconds((double)Container.Lifecycle.PreStop.Sleep.Seconds) + Duration("DrainDelay") + Duration("DrainTimeout");
        Assert.InRange(TimeSpan.FromSeconds((double)Pod.TerminationGracePeriodSeconds!), needed + TimeSpan.FromSeconds(5), needed + TimeSpan.FromSeconds(30));
        Assert.Equal(Container.Ports.Single(port => port.Name == "management").ContainerPort, (int)settings["Management"]!["Port"]!);
        Directory.Delete(folder, recursive: true);

        TimeSpan Duration(string name) => TimeSpan.Parse((string)settings[name]!, System.Globalization.CultureInfo.InvariantCulture);
    }
}
