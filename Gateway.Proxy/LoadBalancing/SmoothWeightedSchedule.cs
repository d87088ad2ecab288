namespace Gateway.Proxy.LoadBalancing;

/// <summary>Smooth weighted round robin (as in nginx) for one whole round: each turn adds every weight, picks the largest value and subtracts the total from it.</summary>
internal static class SmoothWeightedSchedule
{
    /// <summary>The turns of one round, as indexes into <paramref name="weights"/>. Its length is the sum of the weights divided by their greatest common divisor.</summary>
    public static int[] Of(int[] weights)
    {
        var divisor = weights.Aggregate(0, GreatestCommonDivisor);
        if (divisor == 0)
            return [];
        int[] shares = [.. weights.Select(weight => weight / divisor)];
        var current = new int[shares.Length];
        var schedule = new int[shares.Sum()];
        for (var turn = 0; turn < schedule.Length; turn++)
        {
            var selected = -1;
            for (var i = 0; i < shares.Length; i++)
            {
                current[i] += shares[i];
                if (shares[i] > 0 && (selected < 0 || current[i] > current[selected]))
                    selected = i;
            }

            current[selected] -= schedule.Length;
            schedule[turn] = selected;
        }

        return schedule;
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
