using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Gateway.Tests.Faults;

/// <summary>Counts, inside the gateway, the requests whose connection it ended without having begun an answer: for no fault may it do that.</summary>
/// <remarks>A client cannot tell: the cut may overtake the answer's beginning on its way.</remarks>
internal sealed class Abandoned : IStartupFilter
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            await rest(context);

            // Every answer in these runs has a body: who has not begun by now, never will. The abort itself is signalled later.
            if (!context.Response.HasStarted)
                Interlocked.Increment(ref _count);
        });
        next(app);
    };
}
