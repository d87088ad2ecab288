using System.IO.Compression;
using System.Xml.Linq;
using Gateway.Tests.Documentation;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Deployment;

[Collection(nameof(Packing))]
public sealed class PackageTests(NewApplication application) : IClassFixture<NewApplication>
{
    [Fact]
    public void The_package_has_a_readme_a_licence_and_XML_docs_and_no_settings()
    {
        using var package = ZipFile.OpenRead(application.Package);
        var files = package.Entries.Select(entry => entry.FullName).ToArray();

        Assert.Contains("README.md", files);
        Assert.Contains("lib/net10.0/Gateway.Proxy.dll", files);
        Assert.Contains("lib/net10.0/Gateway.Proxy.xml", files);
        Assert.DoesNotContain(files, file => file.Contains("appsettings", StringComparison.OrdinalIgnoreCase) || file.StartsWith("content", StringComparison.Ordinal));
        using var nuspec = package.GetEntry("Gateway.Proxy.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().First();
        var values = metadata.Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);
        Assert.Equal(("MIT", "README.md"), (values["license"], values["readme"]));
        Assert.True(values["description"].Length > 20, values["description"]);
    }

    /// <summary>They were compiled, or the fixture would have failed with the page and the line.</summary>
    [Fact]
    public void Every_C_sharp_block_of_the_pages_compiles_as_it_stands()
    {
        Assert.True(CSharpBlock.All.Count > 10);
        Assert.Empty(CSharpBlock.All.Select(block => block.Name).Except(application.TypeNames()));
    }

    /// <summary>Of <c>dotnet new web</c>, in a folder and a package cache of its own, as it is published.</summary>
    [Fact]
    public async Task A_new_application_with_ServiceDefaults_of_its_own_forwards_a_request_with_the_package()
    {
        await using var upstream = await Upstream.StartAsync("from the upstream");
        await using var process = application.Start(upstream.Address);
        using HttpClient client = new() { BaseAddress = new(await process.AddressAsync()) };

        using var code = await client.GetAsync("code/x");
        using var file = await client.GetAsync("file/x");

        Assert.Equal("from the upstream", await code.Content.ReadAsStringAsync());
        Assert.Equal("from the upstream", await file.Content.ReadAsStringAsync());
        Assert.True(code.Headers.Contains("X-CoreRL-Version"));
        Assert.Equal("Healthy", await client.GetStringAsync("health"));
    }
}
