using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Tests.Errors;

/// <summary>Handlers of an application around the gateway that throw.</summary>
public sealed class HandlerErrorTests
{
    private const string Secret = "the password is 1234";

    [Theory]
    [InlineData("/at-once")]
    [InlineData("/later")]
    public async Task An_exception_becomes_a_problem_that_says_nothing_of_it(string path)
    {
        LogLines log = new();
        await using var gateway = await StartAsync("Production", configure: log.AddTo);

        using var response = await gateway.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        await Problem.OfAsync(response);
        Assert.Equal(["0.0.1"], response.Headers.GetValues("X-CoreRL-Version"));
        Assert.True(response.Headers.Contains("X-Correlation-ID"));
        Assert.DoesNotContain("1234", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(log.Lines, line => line == $"Error GET {path}: the application's handler failed");
        Assert.DoesNotContain(log.Lines, line => line.Contains("unhandled exception", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task In_Development_the_problem_says_what_it_was()
    {
        await using var gateway = await StartAsync("Development");

        using var response = await gateway.Client.GetAsync("/later");

        Assert.Contains(Secret, (await Problem.OfAsync(response)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_breaks_the_rules_is_the_clients_error_and_the_connection_ends()
    {
        await using var gateway = await StartAsync("Production");

        var answer = await RawClient.ExchangeAsync(gateway.Address, "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nGET /later HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("X-CoreRL-Version: 0.0.1", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 500", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exception_handler_of_the_applications_own_comes_first(bool before)
    {
        await using var gateway = await StartAsync(
            "Production", handlerBefore: before, map: before ? null : Handle);

        using var response = await gateway.Client.GetAsync("/later");

        Assert.Equal((HttpStatusCode)418, response.StatusCode);
        Assert.Equal("mine", await response.Content.ReadAsStringAsync());
        Assert.Equal(["0.0.1"], response.Headers.GetValues("X-CoreRL-Version"));
    }

    [Fact]
    public async Task What_has_begun_is_cut_and_never_looks_whole()
    {
        await using var gateway = await StartAsync("Production");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => gateway.Client.GetStringAsync("/half"));
    }

    private static void Handle(IApplicationBuilder app) => app.UseExceptionHandler(handler => handler.Run(context =>
    {
        Assert.NotNull(context.Features.Get<IExceptionHandlerFeature>());
        context.Response.StatusCode = 418;
        return context.Response.WriteAsync("mine");
    }));

    private static Task<GatewayInstance> StartAsync(string environment, Action<WebApplicationBuilder>? configure = null, bool handlerBefore = false, Action<WebApplication>? map = null) =>
        GatewayInstance.StartAsync(
            """{ "Routes": {} }""",
            builder =>
            {
                builder.Environment.EnvironmentName = environment;
                if (handlerBefore)
                    builder.Services.AddTransient<IStartupFilter, HandlerBefore>();
                configure?.Invoke(builder);
            },
            app =>
            {
                map?.Invoke(app);
                app.MapGet("/at-once", string () => throw new InvalidOperationException(Secret));
                app.MapGet("/later", async Task<string> () =>
                {
                    await Task.Yield();
                    throw new InvalidOperationException(Secret);
                });
                app.MapPost("/read", async (HttpContext context) => await new StreamReader(context.Request.Body).ReadToEndAsync());
                app.MapGet("/half", async (HttpContext context) =>
                {
                    context.Response.ContentLength = 100;
                    await context.Response.WriteAsync("half");
                    throw new InvalidOperationException(Secret);
                });
            });

    /// <summary>The place of a handler that the application adds before the gateway.</summary>
    private sealed class HandlerBefore : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            Handle(app);
            next(app);
        };
    }
}
