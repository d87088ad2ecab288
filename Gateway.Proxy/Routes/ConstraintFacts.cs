using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Routes;

/// <summary>What constraints say together about the ordinary texts that fit all of them, so that a contradiction shows.</summary>
/// <remarks>Ordinary: a number is not <c>NaN</c> and has no leading zeros, a GUID is not of letters only.</remarks>
internal sealed partial class ConstraintFacts
{
    private const string Digits = "0123456789";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Signs = "+-.,:/";
    private const string Others = " !\"#$%&'()*;<=>?@[\\]^_`{|}~";

    private readonly List<string> _allowed = [];
    private readonly List<string> _needed = [];
    private int _shortest;
    private int _longest = int.MaxValue;
    private long _least = long.MinValue;
    private long _most = long.MaxValue;

    /// <summary>Whether only the words that the constraint's own text contains can fit.</summary>
    public bool IsListed { get; private set; }

    /// <summary>Whether no ordinary text fits.</summary>
    public bool IsImpossible => _shortest > _longest || _least > _most || _needed.Any(any => !any.Any(c => _allowed.All(allowed => allowed.Contains(c, StringComparison.Ordinal))));

    public ConstraintFacts With(RoutePatternParameterPart parameter)
    {
        foreach (var policy in parameter.ParameterPolicies)
            Add(policy.Content ?? string.Empty);
        return this;
    }

    /// <summary>The text contains this character, behind its first one.</summary>
    public void Contains(char c) => Need(string.Create(2, c, static (both, c) => (both[0], both[1]) = (char.ToLowerInvariant(c), char.ToUpperInvariant(c))));

    private void Add(string constraint)
    {
        var open = constraint.IndexOf('(', StringComparison.Ordinal);
        var arguments = open < 0 ? string.Empty : constraint[(open + 1)..^1];
        var numbers = Number().Matches(open < 0 || constraint.StartsWith("regex", StringComparison.OrdinalIgnoreCase) ? string.Empty : arguments).Select(number => long.TryParse(number.ValueSpan, CultureInfo.InvariantCulture, out var value) ? value : 0).ToArray();
        switch ((open < 0 ? constraint : constraint[..open]).ToLowerInvariant())
        {
            case "int":
                AddNumber(int.MinValue, int.MaxValue);
                break;
            case "long":
                AddNumber(long.MinValue, long.MaxValue);
                break;
            case "min":
                AddNumber(numbers[0], long.MaxValue);
                break;
            case "max":
                AddNumber(long.MinValue, numbers[0]);
                break;
            case "range":
                AddNumber(numbers[0], numbers[1]);
                break;
            case "decimal" or "double" or "float":
                Allow(Digits + "+-.,eE");
                Need(Digits);
                AddLength(1, 31);
                break;
            case "datetime":
                Need(Digits);
                Need(Letters + Signs + Others);
                break;
            case "guid":
                Allow(Digits + "-{}(),xABCDEFabcdef");
                Need(Digits);
                AddLength(32, 68);
                break;
            case "bool":
                IsListed = true;
                break;
            case "alpha":
                Allow(Letters);
                Need(Letters);
                break;
            case "file":
                Need(".");
                break;
            case "nonfile":
                Allow(Letters + Digits + Signs.Replace(".", string.Empty, StringComparison.Ordinal) + Others);
                break;
            case "length":
                AddLength(numbers[0], numbers[^1]);
                break;
            case "minlength":
                AddLength(numbers[0], int.MaxValue);
                break;
            case "maxlength":
                AddLength(0, numbers[0]);
                break;
            case "regex":
                IsListed |= ListOfWords().IsMatch(arguments);
                break;
        }
    }

    private void AddNumber(long least, long most)
    {
        Allow(Digits);
        Need(Digits);
        AddLength(1, 20);
        (_least, _most) = (Math.Max(_least, least), Math.Min(_most, most));
    }

    private void AddLength(long shortest, long longest) => (_shortest, _longest) = ((int)Math.Max(_shortest, shortest), (int)Math.Min(_longest, longest));

    // Of the characters behind the first one, which may be a sign.
    private void Allow(string characters) => _allowed.Add(characters);

    private void Need(string any) => _needed.Add(any);

    [GeneratedRegex("-?[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\^(\((\?:)?)?[\w-]+(\|[\w-]+)*\)?\$$")]
    private static partial Regex ListOfWords();
}
