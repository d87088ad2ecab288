namespace Gateway.Bench.Load;

/// <summary>What a load generator saw in one run; times in microseconds.</summary>
internal sealed record LoadResult(long Requests, double Seconds, double P50, double P99, double P999, long Errors);
