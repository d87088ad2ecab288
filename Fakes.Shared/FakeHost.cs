using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fakes.Shared.Control;
using Fakes.Shared.Http;

namespace Fakes.Shared;

/// <summary>Which service a process plays, its port unless told otherwise, and the version it adds to every response.</summary>
internal sealed record FakeIdentity(string Service, int DefaultPort, string? Version = null);

/// <summary>What both fakes are made of, in the order in which a request meets it.</summary>
internal static class FakeHost
{
    /// <summary>Runs a fake until it is told to stop.</summary>
    /// <returns>The exit code of the process.</returns>
    public static Task<int> RunAsync(
        FakeIdentity identity, string[] args, Action<IServiceCollection> addServices, Action<WebApplication> mapEndpoints) =>
        FakeCommand.RunAsync(identity, args, port =>
        {
            var builder = CreateBuilder(identity, port);
            addServices(builder.Services);

            var app = builder.Build();
            UseFake(app, identity);
            mapEndpoints(app);
            app.MapFakeControl();
            return app.RunAsync(identity);
        });

    private static WebApplicationBuilder CreateBuilder(FakeIdentity identity, int? port)
    {
        // The content root is where the program lies: started from elsewhere, it must not read that place's settings.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.ListenOn(identity, port);
        RemoveServerLimits(builder.WebHost);

        // A start that fails is one line on stderr, see Listening.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        builder.AddServiceDefaults();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy =>
            policy.AllowAnyOrigin().AllowAnyMethod().AllowAnyHeader()));
        builder.Services.ConfigureHttpJsonOptions(options => WriteAsTheServices(options.SerializerOptions));
        builder.Services.AddFakeControl();
        builder.Services.AddDocs(identity);
        return builder;
    }

    private static void UseFake(WebApplication app, FakeIdentity identity)
    {
        app.UseIdentityHeaders(identity);
        app.UseRequestRecording();
        app.UseCors();
        app.UseFaults();
        app.UseErrorBodies();
        app.UseDocs(identity);
        app.MapDocs();
        app.MapDefaultEndpoints(healthPath: null);
    }

    // Faults come from the control surface, never from a limit of the server.
    private static void RemoveServerLimits(IWebHostBuilder host)
    {
        host.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
        });

        // A flush then ends only when the socket has the bytes, so that what was written before an abort arrives.
        host.UseSockets(options => options.MaxWriteBufferSize = 1);
    }

    // The real services write snake_case, and escape no more than JSON asks for.
    private static void WriteAsTheServices(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
    }
}
