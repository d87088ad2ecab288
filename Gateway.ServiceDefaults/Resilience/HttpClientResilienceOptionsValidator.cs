using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using static Microsoft.Extensions.Hosting.HttpClientResilienceOptions;

namespace Gateway.ServiceDefaults.Resilience;

internal sealed class HttpClientResilienceOptionsValidator : IValidateOptions<HttpClientResilienceOptions>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, HttpClientResilienceOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        Check(nameof(options.AttemptTimeout), options.AttemptTimeout, TimeSpan.FromMilliseconds(10), Day);
        Check(nameof(options.TotalTimeout), options.TotalTimeout, options.AttemptTimeout, Day);
        Check(nameof(options.MaxRetries), options.MaxRetries, 0, 100);
        Check(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Check(nameof(options.BreakerFailureRatio), options.BreakerFailureRatio, 0.01, 1);
        Check(nameof(options.BreakerMinimumAttempts), options.BreakerMinimumAttempts, 2, int.MaxValue);
        Check(nameof(options.BreakerWindow), options.BreakerWindow, TimeSpan.FromMilliseconds(500), Day);
        Check(nameof(options.BreakDuration), options.BreakDuration, TimeSpan.FromMilliseconds(500), Day);
        return result.Build();

        void Check<T>(string property, T value, T least, T most) where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                result.AddError($"{SectionName}:{property} is {value}; it must be from {least} to {most}.");
        }
    }
}
