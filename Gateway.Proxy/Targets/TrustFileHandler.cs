using System.Security.Cryptography;

namespace Gateway.Proxy.Targets;

/// <summary>Connections to upstreams that trust the certificate authorities of a file. When the file's content changes, new connections trust the new content.</summary>
internal sealed class TrustFileHandler : HttpMessageHandler
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Requests in flight may still use the old connections.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly ConnectionSettings _settings;
    private readonly TrustFileLog _log;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private volatile HttpMessageInvoker _current;
    private string _content;
    private string? _error;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CryptographicException">It holds no certificates in PEM.</exception>
    public TrustFileHandler(ConnectionSettings settings, TrustFileLog log, TimeProvider time)
    {
        _settings = settings;
        _log = log;
        _time = time;
        _content = File.ReadAllText(settings.CaFile!);
        _current = Connect(_content);
        _timer = time.CreateTimer(static state => ((TrustFileHandler)state!).Look(), this, Interval, Interval);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _current.SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer.Dispose();
            _current.Dispose();
        }

        base.Dispose(disposing);
    }

    private HttpMessageInvoker Connect(string content) => new(UpstreamHandler.Create(_settings, content));

    // The content, not the time: a file behind a symbolic link may be replaced by one that is older.
    private void Look()
    {
        try
        {
            var content = File.ReadAllText(_settings.CaFile!);
            if (content == _content)
                return;
            var before = _current;
            _current = Connect(content);
            _content = content;
            _error = null;
            _log.Renewed(_settings.CaFile!);
            _ = CloseLaterAsync(before);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            if (_error == exception.Message)
                return;
            _error = exception.Message;
            _log.Unreadable(_settings.CaFile!, exception.Message);
        }
    }

    private async Task CloseLaterAsync(HttpMessageInvoker outdated)
    {
        await Task.Delay(Grace, _time, CancellationToken.None);
        outdated.Dispose();
    }
}
