using System.Globalization;
using System.Text;

namespace Gateway.Tests.Distributed.Telemetry;

/// <summary>Reads the fields that the tests look at from an ExportTraceServiceRequest; opentelemetry-proto has their numbers.</summary>
internal static class OtlpTraces
{
    public static List<ReceivedSpan> Read(ReadOnlySpan<byte> request)
    {
        List<ReceivedSpan> spans = [];
        ProtobufFields fields = new(request);
        while (fields.Next())
        {
            if (fields.Number == 1)
                ReadResourceSpans(fields.Bytes, spans);
        }

        return spans;
    }

    private static void ReadResourceSpans(ReadOnlySpan<byte> message, List<ReceivedSpan> spans)
    {
        var service = "";
        ProtobufFields fields = new(message);
        while (fields.Next())
        {
            if (fields.Number == 1)
                service = ReadAttributes(fields.Bytes, number: 1).GetValueOrDefault("service.name", "");
            else if (fields.Number == 2)
                ReadScopeSpans(fields.Bytes, service, spans);
        }
    }

    private static void ReadScopeSpans(ReadOnlySpan<byte> message, string service, List<ReceivedSpan> spans)
    {
        ProtobufFields fields = new(message);
        while (fields.Next())
        {
            if (fields.Number == 2)
                spans.Add(ReadSpan(fields.Bytes, service));
        }
    }

    private static ReceivedSpan ReadSpan(ReadOnlySpan<byte> message, string service)
    {
        ReceivedSpan span = new(service, "", "", "", "", SpanKind.Unspecified, SpanStatus.Unset, ReadAttributes(message, number: 9));
        ProtobufFields fields = new(message);
        while (fields.Next())
        {
            span = fields.Number switch
            {
                1 => span with { TraceId = Convert.ToHexStringLower(fields.Bytes) },
                2 => span with { SpanId = Convert.ToHexStringLower(fields.Bytes) },
                4 => span with { ParentId = Convert.ToHexStringLower(fields.Bytes) },
                5 => span with { Name = Encoding.UTF8.GetString(fields.Bytes) },
                6 => span with { Kind = (SpanKind)fields.Value },
                15 => span with { Status = ReadStatus(fields.Bytes) },
                _ => span,
            };
        }

        return span;
    }

    private static SpanStatus ReadStatus(ReadOnlySpan<byte> message)
    {
        var status = SpanStatus.Unset;
        ProtobufFields fields = new(message);
        while (fields.Next())
        {
            if (fields.Number == 3)
                status = (SpanStatus)fields.Value;
        }

        return status;
    }

    private static Dictionary<string, string> ReadAttributes(ReadOnlySpan<byte> message, int number)
    {
        Dictionary<string, string> attributes = [];
        ProtobufFields fields = new(message);
        while (fields.Next())
        {
            if (fields.Number != number)
                continue;
            var (key, value) = ("", "");
            ProtobufFields pair = new(fields.Bytes);
            while (pair.Next())
            {
                if (pair.Number == 1)
                    key = Encoding.UTF8.GetString(pair.Bytes);
                else if (pair.Number == 2)
                    value = ReadValue(pair.Bytes);
            }

            attributes[key] = value;
        }

        return attributes;
    }

    private static string ReadValue(ReadOnlySpan<byte> message)
    {
        ProtobufFields fields = new(message);
        if (!fields.Next())
            return "";
        return fields.Number == 1 ? Encoding.UTF8.GetString(fields.Bytes) : fields.Value.ToString(CultureInfo.InvariantCulture);
    }
}
