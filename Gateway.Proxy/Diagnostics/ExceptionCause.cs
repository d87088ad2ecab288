namespace Gateway.Proxy.Diagnostics;

/// <summary>Why an exchange with another machine failed, in one line for the log.</summary>
internal static class ExceptionCause
{
    private const int Longest = 300;

    public static string Of(Exception exception)
    {
        if (exception is AggregateException { InnerExceptions: [var first, ..] })
            return Of(first);
        return LogText.Safe(Step(exception) + Message(exception.GetBaseException()), Longest);
    }

    // The innermost exception says what happened, but not always to what.
    private static string? Step(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the host name cannot be resolved: ",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "the TLS handshake failed: ",
        { InnerException: { } inner } => Step(inner),
        _ => null,
    };

    // After an invalid response the framework quotes it. It may be data of a user, so it is left out.
    private static string Message(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse }
            && exception.Message.IndexOf('\'', StringComparison.Ordinal) is > 0 and var quote
            ? exception.Message[..quote].TrimEnd(' ', ':')
            : exception.Message;
}
