namespace Gateway.Bench;

/// <summary>Something without which the run cannot go on; the message is for the user.</summary>
internal sealed class BenchException(string message) : Exception(message);
