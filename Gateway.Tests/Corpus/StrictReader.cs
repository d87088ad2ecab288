using System.Globalization;
using System.Text;

namespace Gateway.Tests.Corpus;

/// <summary>Reads HTTP/1.1 messages by the letter of RFC 9112; one character a byte.</summary>
internal sealed class StrictReader(Stream stream, CancellationToken stopping)
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private string _rest = string.Empty;

    /// <summary>Null when the other side has closed in good order, between two messages.</summary>
    public async Task<StrictMessage?> ReadHeadAsync()
    {
        var head = await ReadThroughAsync("\r\n\r\n");
        return head is null ? _rest.Length == 0 ? null : throw new IOException($"A head was cut short: {_rest}") : new(head[..^4]);
    }

    /// <summary>Reads the body that a message's head announces; throws when it is cut short or not in order.</summary>
    /// <param name="message">The message.</param>
    /// <param name="untilClose">Whether a body without a length goes on until the connection ends, as a response's does.</param>
    public async Task ReadBodyAsync(StrictMessage message, bool untilClose)
    {
        var lengths = message.Values("Content-Length");
        var codings = message.Values("Transfer-Encoding");
        if (codings.Length > 0)
        {
            if (codings is not ["chunked"] || lengths.Length > 0)
                throw new IOException("The framing is ambiguous.");
            await ReadChunksAsync(message);
        }
        else if (lengths.Length > 0)
        {
            if (lengths is not [var length] || length.Length == 0 || length.AsSpan().ContainsAnyExceptInRange('0', '9'))
                throw new IOException("The length is ambiguous.");
            await ReadAsync(message, int.Parse(length, CultureInfo.InvariantCulture));
        }
        else if (untilClose)
        {
            while (await MoreAsync())
            {
            }

            message.Body += _rest;
            _rest = string.Empty;
        }

        message.IsWhole = true;
    }

    /// <summary>Everything until the other side closes or resets.</summary>
    public async Task<string> ReadToEndAsync()
    {
        try
        {
            while (await MoreAsync())
            {
            }
        }
        catch (IOException)
        {
            // A reset ends it too.
        }

        return _rest;
    }

    private async Task ReadChunksAsync(StrictMessage message)
    {
        while (true)
        {
            var line = await ReadThroughAsync("\r\n") ?? throw new IOException("The chunks were cut short.");
            var size = int.Parse(line[..^2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0)
                break;
            await ReadAsync(message, size);
            if (await ReadThroughAsync("\r\n") != "\r\n")
                throw new IOException("A chunk is longer than its size says.");
        }

        while (await ReadThroughAsync("\r\n") is not "\r\n" and var trailer)
            message.Trailers.Add(trailer?[..^2] ?? throw new IOException("The trailers were cut short."));
    }

    private async Task ReadAsync(StrictMessage message, int count)
    {
        while (_rest.Length < count)
        {
            if (await MoreAsync())
                continue;
            message.Body += _rest;
            _rest = string.Empty;
            throw new IOException("The body was cut short.");
        }

        message.Body += _rest[..count];
        _rest = _rest[count..];
    }

    private async Task<string?> ReadThroughAsync(string end)
    {
        int at;
        while ((at = _rest.IndexOf(end, StringComparison.Ordinal)) < 0)
        {
            if (!await MoreAsync())
                return null;
        }

        var result = _rest[..(at + end.Length)];
        _rest = _rest[(at + end.Length)..];
        return result;
    }

    private async Task<bool> MoreAsync()
    {
        var count = await stream.ReadAsync(_buffer, stopping);
        _rest += Encoding.Latin1.GetString(_buffer, 0, count);
        return count > 0;
    }
}
