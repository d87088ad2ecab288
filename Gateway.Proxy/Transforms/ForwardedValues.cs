using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Transforms;

/// <summary>Reads the values of a forwarding field from its end: each proxy appends its own, on the same line or on a new one.</summary>
/// <remarks>An empty value is a value too: without it, the one before would count as the proxy's.</remarks>
internal ref struct ForwardedValues(StringValues lines)
{
    private int _lines = lines.Count;
    private ReadOnlySpan<char> _line;
    private bool _isWithinLine;

    public bool TryTakeLast(out ReadOnlySpan<char> value)
    {
        if (!_isWithinLine)
        {
            if (_lines == 0)
            {
                value = default;
                return false;
            }

            _line = lines[--_lines];
        }

        var comma = _line.LastIndexOf(',');
        value = _line[(comma + 1)..].Trim();
        _isWithinLine = comma >= 0;
        _line = _isWithinLine ? _line[..comma] : default;
        return true;
    }
}
