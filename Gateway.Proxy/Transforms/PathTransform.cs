using Gateway.Proxy.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Transforms;

/// <summary>Makes the forwarded path and query of a request.</summary>
internal abstract class PathTransform
{
    public static PathTransform For(string? rewrite, bool strip, RoutePattern pattern)
    {
        if (rewrite is not null)
        {
            return PathTemplate.TryParse(rewrite, pattern, out var template, out var problem)
                ? new Rewrite(template!)
                : throw new InvalidOperationException($"PathRewrite {problem}");
        }

        return strip ? new Strip(PathInverse.LiteralSegments(pattern)) : new Keep();
    }

    /// <summary>The destination's prefix, the forwarded path and the query, as one text.</summary>
    public abstract string Apply(string prefix, RawTarget target, RouteValueDictionary values);

    private sealed class Keep : PathTransform
    {
        public override string Apply(string prefix, RawTarget target, RouteValueDictionary values) =>
            string.Concat(prefix, target.Path, target.Query);
    }

    private sealed class Strip(int segments) : PathTransform
    {
        public override string Apply(string prefix, RawTarget target, RouteValueDictionary values) =>
            string.Concat(prefix, "/", RawSegments.From(target.Path, segments), target.Query);
    }

    private sealed class Rewrite(PathTemplate template) : PathTransform
    {
        public override string Apply(string prefix, RawTarget target, RouteValueDictionary values)
        {
            // The most common rewrite: a new prefix followed by the catch-all.
            if (template.Parts is [{ Parameter: { } only, Text: var head }, { Text: "" }])
                return string.Concat(prefix, head, only.RawValue(target.Path, values), target.Query);

            var handler = new System.Runtime.CompilerServices.DefaultInterpolatedStringHandler(0, 0, null, stackalloc char[256]);
            handler.AppendLiteral(prefix);
            foreach (var part in template.Parts)
            {
                handler.AppendLiteral(part.Text);
                if (part.Parameter is { } parameter)
                    handler.AppendFormatted(parameter.RawValue(target.Path, values));
            }

            handler.AppendFormatted(target.Query);
            return handler.ToStringAndClear();
        }
    }
}
