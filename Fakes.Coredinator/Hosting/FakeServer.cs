namespace Fakes.Hosting;

/// <summary>A server that gets in nobody's way: faults come from the control surface, never from a limit of Kestrel's.</summary>
internal static class FakeServer
{
    public static void ConfigureServer(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
        });

        // A flush then ends only when the socket has the bytes, so that what was written before an abort arrives.
        builder.WebHost.UseSockets(options => options.MaxWriteBufferSize = 1);
    }
}
