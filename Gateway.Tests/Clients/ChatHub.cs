using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Tests.Clients;

/// <summary>A SignalR hub that echoes, counts, and sends to everybody.</summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "A hub's methods are instance methods.")]
public sealed class ChatHub : Hub
{
    /// <summary>The most that a client may send in one message.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Returns what it gets.</summary>
    public string Echo(string text) => text;

    /// <summary>Streams the numbers below <paramref name="end"/>.</summary>
    public async IAsyncEnumerable<int> Count(int end)
    {
        for (var i = 0; i < end; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    /// <summary>Takes numbers as they come, and returns their sum.</summary>
    public async Task<int> Sum(IAsyncEnumerable<int> numbers)
    {
        var sum = 0;
        await foreach (var number in numbers)
            sum += number;
        return sum;
    }

    /// <summary>Sends <paramref name="text"/> to all clients as <c>said</c>.</summary>
    public Task Say(string text) => Clients.All.SendAsync("said", text);
}
