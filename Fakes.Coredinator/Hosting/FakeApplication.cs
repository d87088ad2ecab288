using Fakes.Control;
using Fakes.Hosting.Errors;

namespace Fakes.Hosting;

/// <summary>What both fakes are made of, in the order a request meets it.</summary>
internal static class FakeApplication
{
    public static WebApplicationBuilder CreateBuilder(FakeIdentity identity, StartArguments start)
    {
        // The content root is where the program lies: started from elsewhere, it must not read that place's settings.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.ListenOn(identity, start.Port);
        builder.ConfigureServer();

        // A start that fails is one line on stderr, see Listening.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(identity);
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy =>
            policy.AllowAnyOrigin().AllowAnyMethod().AllowAnyHeader()));
        builder.Services.ConfigureHttpJsonOptions(options => WireJson.Apply(options.SerializerOptions));
        builder.Services.AddFakeControl();
        builder.Services.AddDocs(identity);
        return builder;
    }

    public static void UseFake(this WebApplication app, FakeIdentity identity)
    {
        app.UseIdentityHeaders(identity);
        app.UseRequestRecording();
        app.UseCors();
        app.UseFaults();
        app.UseErrorBodies();
        app.UseDocs(identity);
        app.MapDocs();
    }
}
