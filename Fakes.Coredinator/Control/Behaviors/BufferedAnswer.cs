namespace Fakes.Control.Behaviors;

/// <summary>The normal answer with its body held back, so that it can be sent slowly or in part.</summary>
internal static class BufferedAnswer
{
    public static async Task<ReadOnlyMemory<byte>> RunAsync(HttpContext context, RequestDelegate next)
    {
        var wire = context.Response.Body;
        var held = new MemoryStream();
        context.Response.Body = held;
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync();
        }
        finally
        {
            context.Response.Body = wire;
        }

        return held.GetBuffer().AsMemory(0, (int)held.Length);
    }
}
