using System.Runtime.CompilerServices;
using Gateway.Proxy.Forwarding;
using Gateway.Proxy.LoadBalancing;

namespace Gateway.Tests.LoadBalancing;

public sealed class PickTests
{
    public static TheoryData<LoadBalancingPolicy> Policies => [.. Enum.GetValues<LoadBalancingPolicy>()];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Choosing_a_target_allocates_nothing(LoadBalancingPolicy policy)
    {
        var state = BalancerProperties.Begin(policy, Weights(policy));
        for (var i = 0; i < 1000; i++)
            state.Choose(null, [], out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
            state.Choose(null, [], out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Choosing_a_target_waits_for_no_lock(LoadBalancingPolicy policy)
    {
        var state = BalancerProperties.Begin(policy, Weights(policy));
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim release = new();
        var holder = Task.Factory.StartNew(
            () =>
            {
                // The lock under which availability is worked out.
                lock (LockOf(state))
                {
                    held.SetResult();
                    release.Wait(CancellationToken.None);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await held.Task;

        var choosing = Task.Run(() => Enumerable.Range(0, 100).All(_ => state.Choose(null, [], out var _) is not null));

        Assert.Same(choosing, await Task.WhenAny(choosing, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, limit.Token)));
        Assert.True(await choosing);
        release.Set();
        await holder;
    }

    [Fact]
    public async Task Many_at_once_get_every_share_exactly()
    {
        var state = BalancerProperties.Begin(LoadBalancingPolicy.Weighted, [95, 5]);

        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Enumerable.Range(0, 10_000).Count(_ => state.Choose(null, [], out var _)!.Target.Name == "t0"))));

        Assert.Equal(76_000, counts.Sum());
    }

    [Fact]
    public void A_cursor_beyond_32_bits_stays_exact()
    {
        var state = BalancerProperties.Begin(LoadBalancingPolicy.Weighted, [7, 3]);
        CursorOf((ScheduleBalancer)state.LoadBalancer) = uint.MaxValue - 5L;

        var chosen = Enumerable.Range(0, 100).Select(_ => state.Choose(null, [], out var _)!.Target.Name).ToArray();

        for (var from = 0; from + 10 <= chosen.Length; from++)
            Assert.Equal(7, chosen.Skip(from).Take(10).Count(name => name == "t0"));
    }

    private static int[] Weights(LoadBalancingPolicy policy) => policy == LoadBalancingPolicy.Weighted ? [70, 20, 10] : [1, 1, 1];

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_lock")]
    private static extern ref Lock LockOf(RouteRuntime state);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_cursor")]
    private static extern ref long CursorOf(ScheduleBalancer balancer);
}
