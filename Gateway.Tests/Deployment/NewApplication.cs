using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Gateway.Tests.Documentation;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Deployment;

/// <summary>An application made by <c>dotnet new web</c> that has the gateway as a package, ServiceDefaults of its own, and every C# block of the pages.</summary>
public sealed class NewApplication : IAsyncLifetime
{
    private const string Program = """
        using Gateway.Proxy;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.AddGateway(gateway => gateway.AddRoute("code", "/code/{**path}", route => route.To(builder.Configuration["Upstream"]!)));

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGateway();
        app.Run();
        """;

    // With the namespace and the names of the Aspire template.
    private const string ServiceDefaults = """
        namespace Microsoft.Extensions.Hosting;

        public static class Extensions
        {
            public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
            {
                builder.Services.AddHealthChecks();
                return builder;
            }

            public static WebApplication MapDefaultEndpoints(this WebApplication app)
            {
                app.MapHealthChecks("/health");
                return app;
            }
        }
        """;

    // What a build of an AppHost makes of a project named Orders.
    private const string Projects = """
        namespace Projects;

        public sealed class Orders : Aspire.Hosting.IProjectMetadata
        {
            public string ProjectPath => string.Empty;
        }
        """;

    private static readonly string Configuration = typeof(NewApplication).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    // Nothing is left running.
    private static readonly Dictionary<string, string> NoServers = new()
    {
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;

    /// <summary>The package of Gateway.Proxy.</summary>
    public string Package => Assert.Single(Directory.GetFiles(Feed, "Gateway.Proxy.*.nupkg"));

    private string Feed => Path.Combine(_folder, "feed");

    private string App => Path.Combine(_folder, "App");

    private string Published => Path.Combine(_folder, "published");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        foreach (var packed in (string[])["Gateway.ServiceDefaults", "Gateway.Proxy"])
            await DotnetAsync("pack", Repository.File(packed), "--no-build", "-c", Configuration, "-o", Feed);

        await DotnetAsync("new", "web", "-o", App, "--no-restore");
        await WriteAsync("Program.cs", Program);
        await WriteAsync("Extensions.cs", ServiceDefaults);
        await WriteAsync("Projects.cs", Projects);
        foreach (var block in CSharpBlock.All)
            await WriteAsync($"{block.Name}.cs", block.Source);
        var version = Path.GetFileNameWithoutExtension(Package)["Gateway.Proxy.".Length..];
        var project = Path.Combine(App, "App.csproj");
        await File.WriteAllTextAsync(project, (await File.ReadAllTextAsync(project)).Replace("</Project>", $"""
              <ItemGroup>
                <PackageReference Include="Gateway.Proxy" Version="{version}" />
                <Reference Include="{Path.Combine(AppContext.BaseDirectory, "Aspire.Hosting.dll")}" Private="false" />
              </ItemGroup>
            </Project>
            """, StringComparison.Ordinal));

        // The gateway's packages come from the feed into an empty cache; what they depend on, from where this solution has it.
        await File.WriteAllTextAsync(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
              <fallbackPackageFolders><add key="solution" value="{await CacheAsync()}" /></fallbackPackageFolders>
            </configuration>
            """);
        await DotnetAsync(["publish", App, "-o", Published], ("NUGET_PACKAGES", Path.Combine(_folder, "cache")));
    }

    internal NewApplicationProcess Start(string upstream) => new(Path.Combine(Published, "App.dll"), upstream, Published);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The names of the types in the published program.</summary>
    internal IReadOnlyList<string> TypeNames()
    {
        using PEReader program = new(File.OpenRead(Path.Combine(Published, "App.dll")));
        var metadata = program.GetMetadataReader();
        return [.. metadata.TypeDefinitions.Select(type => metadata.GetString(metadata.GetTypeDefinition(type).Name))];
    }

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(App, file), text);

    private static async Task<string> CacheAsync() => (await DotnetAsync("nuget", "locals", "global-packages", "--list")).Split(' ', 2)[1].Trim();

    private static Task<string> DotnetAsync(params string[] arguments) => DotnetAsync(arguments, []);

    private static async Task<string> DotnetAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        var variables = NoServers.Concat(environment.Select(variable => KeyValuePair.Create(variable.Name, variable.Value))).ToDictionary();
        var (exitCode, output, errors) = await Command.RunAsync("dotnet", arguments, variables);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)}: {output}{errors}");
        return output;
    }
}
