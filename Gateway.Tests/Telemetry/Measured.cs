using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Telemetry;

/// <summary>What the instruments of one gateway told, with the gateway's meter or the server's.</summary>
internal sealed class Measured : IDisposable
{
    private readonly ConcurrentQueue<Measurement> _all = new();
    private readonly ConcurrentQueue<Instrument> _instruments = new();
    private readonly MeterListener _listener = new();

    public Measured(GatewayInstance gateway)
    {
        var scope = gateway.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope != scope || instrument.Meter.Name is not ("Gateway" or "Microsoft.AspNetCore.Hosting"))
                return;
            if (instrument.Meter.Name == "Gateway")
                _instruments.Enqueue(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The gateway's own instruments.</summary>
    public IReadOnlyCollection<Instrument> Instruments => _instruments;

    public IEnumerable<Measurement> Of(string instrument) => _all.Where(measurement => measurement.Instrument == instrument);

    /// <summary>Asks the observable instruments.</summary>
    public IReadOnlyList<Measurement> Collect(string instrument)
    {
        _all.Clear();
        _listener.RecordObservableInstruments();
        return [.. Of(instrument)];
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _all.Enqueue(new(instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value?.ToString())));

    internal sealed record Measurement(string Instrument, double Value, IReadOnlyDictionary<string, string?> Tags)
    {
        public string? this[string tag] => Tags.GetValueOrDefault(tag);
    }
}
