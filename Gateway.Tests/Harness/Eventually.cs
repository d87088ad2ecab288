using System.Diagnostics;

namespace Gateway.Tests.Harness;

/// <summary>Waits for a condition, with a limit.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task BecomesTrueAsync(Func<bool> condition, TimeSpan limit, string what) =>
        BecomesTrueAsync(() => Task.FromResult(condition()), limit, what);

    public static Task BecomesTrueAsync(Func<Task<bool>> condition, TimeSpan limit, string what) =>
        BecomesTrueAsync(condition, limit, () => what);

    /// <summary>With a description of what there is instead, made when the limit is over.</summary>
    public static async Task BecomesTrueAsync(Func<Task<bool>> condition, TimeSpan limit, Func<string> what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > limit)
                Assert.Fail($"Not within {limit}: {what()}");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
