namespace Gateway.Proxy.LoadBalancing;

/// <summary>Smooth weighted round robin, played through once: in each turn everyone gains its weight, the richest is chosen and pays the sum.</summary>
internal static class SmoothWeightedSchedule
{
    /// <summary>The turns of one round, as indexes into <paramref name="weights"/>. Its length is the sum of the weights by their greatest common divisor.</summary>
    public static int[] Of(int[] weights)
    {
        var divisor = weights.Aggregate(0, GreatestCommonDivisor);
        if (divisor == 0)
            return [];
        int[] shares = [.. weights.Select(weight => weight / divisor)];
        var credit = new int[shares.Length];
        var schedule = new int[shares.Sum()];
        for (var turn = 0; turn < schedule.Length; turn++)
        {
            var richest = -1;
            for (var i = 0; i < shares.Length; i++)
            {
                credit[i] += shares[i];
                if (shares[i] > 0 && (richest < 0 || credit[i] > credit[richest]))
                    richest = i;
            }

            credit[richest] -= schedule.Length;
            schedule[turn] = richest;
        }

        return schedule;
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
