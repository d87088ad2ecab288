namespace Fakes.Shared.Control;

/// <summary>A body sent in ten pieces with a pause between them, or only half of it, announced in full.</summary>
internal sealed class PacedBody(ReadOnlyMemory<byte> body, TimeSpan pause, bool cut)
{
    private const int Pieces = 10;

    public async Task WriteAsync(HttpResponse response, TimeProvider time, CancellationToken ended)
    {
        if (body.IsEmpty && !cut) return;

        // An empty body that is cut short announces one byte that never comes.
        var mayHaveBody = MayHaveBody(response);
        response.ContentLength = mayHaveBody ? Math.Max(1, body.Length) : null;
        await response.StartAsync(ended);
        await response.Body.FlushAsync(ended);
        if (!mayHaveBody) return;

        var sent = cut ? body[..(body.Length / 2)] : body;
        var size = pause > TimeSpan.Zero ? Math.Max(1, (body.Length + Pieces - 1) / Pieces) : Math.Max(1, body.Length);
        for (var at = 0; at < sent.Length; at += size)
        {
            if (at > 0) await Task.Delay(pause, time, ended);
            await response.Body.WriteAsync(sent.Slice(at, Math.Min(size, sent.Length - at)), ended);
            await response.Body.FlushAsync(ended);
        }
    }

    private static bool MayHaveBody(HttpResponse response) => response.StatusCode
        is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);
}
