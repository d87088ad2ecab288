using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Embedding;

/// <summary>What an application with the gateway brings itself stays its own.</summary>
public sealed class ApplicationTests
{
    private static WebApplicationBuilder NewBuilder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        return builder;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_authorization_guards_its_endpoints_wherever_it_is_added(bool isExplicit)
    {
        await using var upstream = await Upstream.StartAsync("from the upstream");
        var builder = NewBuilder();
        builder.Services.AddAuthentication("key").AddScheme<AuthenticationSchemeOptions, KeyScheme>("key", null);
        builder.Services.AddAuthorization();
        builder.AddGateway(gateway => gateway.AddRoute("all", "/{**path}", route => route.To(upstream.Address)));
        await using var app = builder.Build();
        if (isExplicit)
            app.UseAuthentication().UseAuthorization();
        app.MapGateway();
        app.MapGet("/own", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient client = new() { BaseAddress = new(app.Urls.First()) };

        using var refused = await client.GetAsync("own");
        client.DefaultRequestHeaders.Add("X-Key", "me");

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("me", await client.GetStringAsync("own"));
        Assert.Equal("from the upstream", await client.GetStringAsync("other"));
    }

    [Fact]
    public async Task Its_endpoint_takes_precedence_over_the_gateways_with_the_same_path_and_the_log_says_so()
    {
        LogLines log = new();
        var builder = NewBuilder();
        log.AddTo(builder);
        builder.AddGateway();
        await using var app = builder.Build();
        app.MapGateway();
        app.MapGet("/health", () => "mine");
        app.MapPost("/alive", () => "posted");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient client = new() { BaseAddress = new(app.Urls.First()) };

        using var posted = await client.PostAsync("alive", null);

        Assert.Equal("mine", await client.GetStringAsync("health"));
        Assert.Contains("alive", await client.GetStringAsync("alive"), StringComparison.Ordinal);
        Assert.Equal("posted", await posted.Content.ReadAsStringAsync());
        Assert.Single(log.Lines, line => line.Contains("/health is an endpoint of the application", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("/alive is an endpoint of the application", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_JSON_and_its_limits_are_its_own_and_the_gateways_JSON_is_not_changed_by_them()
    {
        var builder = NewBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 17);
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper);
        builder.AddGateway();
        await using var app = builder.Build();
        app.MapGateway();
        app.MapGet("/own", () => new { TheName = 1 });
        await app.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient client = new() { BaseAddress = new(app.Urls.First()) };

        var limits = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal((17, TimeSpan.FromSeconds(15)), (limits.MaxRequestBodySize, limits.RequestHeadersTimeout));
        Assert.Equal("""{"THE_NAME":1}""", await client.GetStringAsync("own"));
        Assert.Equal("""{"status":"alive"}""", await client.GetStringAsync("alive"));
    }

    [Fact]
    public async Task A_call_too_many_or_too_few_is_an_error_that_says_what_to_write()
    {
        var without = NewBuilder().Build();
        Assert.Contains("builder.AddGateway()", Assert.Throws<InvalidOperationException>(() => without.MapGateway()).Message, StringComparison.Ordinal);

        var builder = NewBuilder();
        builder.AddGateway();
        Assert.Contains("call it once", Assert.Throws<InvalidOperationException>(() => builder.AddGateway()).Message, StringComparison.Ordinal);

        await using var app = builder.Build();
        Assert.Contains("app.MapGateway()", (await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync())).Message, StringComparison.Ordinal);

        app.MapGateway();
        Assert.Contains("twice", Assert.Throws<InvalidOperationException>(() => app.MapGateway()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:5000")]
    [InlineData("orders")]
    [InlineData("http://")]
    [InlineData("")]
    public void A_wrong_address_is_one_error_that_names_the_route_and_says_what_is_allowed(string address)
    {
        var refused = Assert.Throws<GatewayConfigurationException>(() => NewBuilder().AddGateway(gateway => gateway.AddRoute("orders", "/x", route => route.To(address))));

        var error = Assert.Single(refused.Errors);
        Assert.Equal("Gateway:Routes:orders:Targets:0:Address", error.Path);
        Assert.StartsWith($"\"{address}\" is not allowed; allowed: an absolute http or https URL", error.Message, StringComparison.Ordinal);
        Assert.Equal($"The gateway's configuration is invalid.{Environment.NewLine}{error}", refused.ToString());
    }

    private sealed class KeyScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers["X-Key"].ToString() is { Length: > 0 } key
                ? AuthenticateResult.Success(new(new(new ClaimsIdentity([new(ClaimTypes.Name, key)], "key")), Scheme.Name))
                : AuthenticateResult.NoResult());
    }
}
