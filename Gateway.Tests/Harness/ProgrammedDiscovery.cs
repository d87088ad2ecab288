using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;

namespace Gateway.Tests.Harness;

/// <summary>Service discovery that a test programs: it finds, fails, hangs, and tells of changes.</summary>
internal sealed class ProgrammedDiscovery : IServiceEndpointProviderFactory
{
    private readonly ConcurrentDictionary<string, Func<CancellationToken, Task<string[]>>> _services = new();
    private readonly ChangeToken _changes = new();
    private int _asked;

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Callbacks that wait for a change.</summary>
    public int Waiting => _changes.Waiting;

    public void AddTo(WebApplicationBuilder builder) => builder.Services.AddSingleton<IServiceEndpointProviderFactory>(this);

    public void Set(string name, Func<CancellationToken, Task<string[]>> find) => _services[name] = find;

    /// <param name="name">The service.</param>
    /// <param name="addresses">URLs, or names of hosts.</param>
    public void Set(string name, params string[] addresses) => Set(name, _ => Task.FromResult(addresses));

    /// <summary>Tells everybody who follows a name that it has changed.</summary>
    public void Change() => _changes.Fire();

    public bool TryCreateProvider(ServiceEndpointQuery query, [NotNullWhen(true)] out IServiceEndpointProvider? provider)
    {
        provider = new Provider(this, query.ServiceName);
        return _services.ContainsKey(query.ServiceName);
    }

    private sealed class Provider(ProgrammedDiscovery discovery, string name) : IServiceEndpointProvider
    {
        public async ValueTask PopulateAsync(IServiceEndpointBuilder endpoints, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref discovery._asked);
            endpoints.AddChangeToken(discovery._changes.Current);
            foreach (var address in await discovery._services[name](cancellationToken))
                endpoints.Endpoints.Add(ServiceEndpoint.Create(address.Contains("://", StringComparison.Ordinal) ? new UriEndPoint(new(address)) : new DnsEndPoint(address, 80)));
        }

        public ValueTask DisposeAsync() => default;
    }

    private sealed class ChangeToken
    {
        private volatile Counted _current = new();

        public int Waiting => _current.Waiting;

        public IChangeToken Current => _current;

        public void Fire()
        {
            var fired = _current;
            _current = new();
            fired.Source.Cancel();
        }

        private sealed class Counted : IChangeToken
        {
            private int _waiting;

            public CancellationTokenSource Source { get; } = new();

            public int Waiting => Volatile.Read(ref _waiting);

            public bool HasChanged => Source.IsCancellationRequested;

            public bool ActiveChangeCallbacks => true;

            public IDisposable RegisterChangeCallback(Action<object?> callback, object? state)
            {
                Interlocked.Increment(ref _waiting);
                return new Registration(this, Source.Token.Register(callback, state));
            }

            private sealed class Registration(Counted token, CancellationTokenRegistration inner) : IDisposable
            {
                private int _disposed;

                public void Dispose()
                {
                    inner.Dispose();
                    if (Interlocked.Exchange(ref _disposed, 1) == 0)
                        Interlocked.Decrement(ref token._waiting);
                }
            }
        }
    }
}
