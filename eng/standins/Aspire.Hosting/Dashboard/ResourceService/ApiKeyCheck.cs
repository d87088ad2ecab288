using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>Lets pass who has the key. Everybody else is told 401, which a gRPC client takes for Unauthenticated.</summary>
internal sealed class ApiKeyCheck(RequestDelegate next, string key)
{
    private const string Header = "x-resource-service-api-key";

    private readonly byte[] _expected = Encoding.UTF8.GetBytes(key);

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers[Header] is [{ } given] && CryptographicOperations.FixedTimeEquals(_expected, Encoding.UTF8.GetBytes(given)))
            return next(context);

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
