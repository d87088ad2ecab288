// Stands in for Aspire.Hosting.ApplicationModel.ReferenceExpression: text with values in it, resolved late.
using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

public sealed class ReferenceExpression : IValueProvider, IManifestExpressionProvider
{
    private readonly IReadOnlyList<object> _parts;

    private ReferenceExpression(IReadOnlyList<object> parts) => _parts = parts;

    public string ValueExpression =>
        string.Concat(_parts.Select(part => part is IManifestExpressionProvider value ? value.ValueExpression : part));

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.GetExpression();

    /// <summary>Whether a secret parameter is part of a value.</summary>
    internal static bool IsSecret(object value) =>
        value is ParameterResource { Secret: true } || (value is ReferenceExpression expression && expression._parts.Any(IsSecret));

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var text = new List<string?>(_parts.Count);
        foreach (var part in _parts)
            text.Add(part is IValueProvider value ? await value.GetValueAsync(cancellationToken) : (string)part);

        return string.Concat(text);
    }

    internal static ReferenceExpression Join(string separator, IEnumerable<ReferenceExpression> expressions) =>
        new([.. expressions.SelectMany((expression, index) => index == 0 ? expression._parts : [separator, .. expression._parts])]);

    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler
    {
        private readonly List<object> _parts;

        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount) =>
            _parts = new List<object>(formattedCount * 2 + Math.Sign(literalLength));

        public void AppendLiteral(string value) => _parts.Add(value);

        public void AppendFormatted(string? value) => _parts.Add(value ?? "");

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider => _parts.Add(valueProvider);

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => _parts.Add(valueProvider.Resource);

        internal ReferenceExpression GetExpression() => new(_parts);
    }
}
