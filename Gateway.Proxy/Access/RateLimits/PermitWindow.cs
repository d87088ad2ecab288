using System.Runtime.CompilerServices;

namespace Gateway.Proxy.Access.RateLimits;

/// <summary>The permits that one client took in the window, in ten slices. Not thread-safe: the caller locks it.</summary>
internal sealed class PermitWindow
{
    public const int Slices = 10;

    private Counts _counts;
    private long _latest = -1;
    private int _taken;

    /// <param name="slice">The number of the current slice.</param>
    /// <param name="permits">Permits of a window.</param>
    /// <param name="freeFrom">The slice from which on a permit is available.</param>
    public bool TryAcquire(long slice, int permits, out long freeFrom)
    {
        Slide(slice);
        freeFrom = _latest;
        if (_taken < permits)
        {
            _counts[Index(_latest)]++;
            _taken++;
            return true;
        }

        var oldest = Math.Max(0, _latest - Slices + 1);
        while (_counts[Index(oldest)] == 0)
            oldest++;
        freeFrom = oldest + Slices;
        return false;
    }

    private void Slide(long slice)
    {
        for (var next = Math.Max(_latest, slice - Slices) + 1; next <= slice; next++)
        {
            _taken -= _counts[Index(next)];
            _counts[Index(next)] = 0;
        }

        _latest = Math.Max(_latest, slice);
    }

    private static int Index(long slice) => (int)(slice % Slices);

    [InlineArray(Slices)]
    private struct Counts
    {
        private int _first;
    }
}
