using System.Collections.Frozen;
using Gateway.Proxy.Http;
using Microsoft.Extensions.Primitives;

namespace Gateway.Tests.Http;

public sealed class CookieFieldsTests
{
    private static readonly FrozenSet<string> Own = FrozenSet.ToFrozenSet(["gw", "gw-2"], StringComparer.Ordinal);

    // Fields are separated by |.
    [Theory]
    [InlineData("gw=x", "")]
    [InlineData("gw=", "")]
    [InlineData("gw=x;", "")]
    [InlineData(" gw = x ; ", "")]
    [InlineData("gw=x; gw=y;gw-2=z", "")]
    [InlineData("gw=x; a=1", "a=1")]
    [InlineData("a=1; gw=x", "a=1")]
    [InlineData("a=1; gw=x;", "a=1;")]
    [InlineData("a=1; gw=x; b=2", "a=1; b=2")]
    [InlineData("a=1;gw=x;b=2", "a=1;b=2")]
    [InlineData("gw=x; a=1; gw-2=y; b=2; gw=z", "a=1; b=2")]
    [InlineData("b=2; a=\"1, 2\"; a=%20 ; gw=a=b", "b=2; a=\"1, 2\"; a=%20 ")]
    [InlineData("a=1|gw=x|b=2", "a=1|b=2")]
    [InlineData("gw=x|gw=y", "")]
    [InlineData("a=1; gw=x|gw=y; b=2", "a=1|b=2")]
    [InlineData("gw", "")]
    [InlineData("=gw", "")]
    [InlineData("a=1; =gw=x; b=2", "a=1; b=2")]
    [InlineData("=; gw\t; == gw-2 =y; a=gw=x", "=; a=gw=x")]
    public void Only_the_named_cookies_go(string fields, string left) => Assert.Equal(left, Without(fields));

    [Theory]
    [InlineData(100)]
    [InlineData(247)]
    [InlineData(248)]
    [InlineData(4000)]
    public void So_it_is_in_a_field_of_any_length(int length)
    {
        var other = "a=" + new string('x', length);

        Assert.Equal(other + "; b=2", Without($"gw=x; {other}; gw=y; b=2; gw=z"));
    }

    // Malformed text is not the gateway's to repair.
    [Theory]
    [InlineData("")]
    [InlineData(";;")]
    [InlineData("=; ==; a=gw=x; a gw=1")]
    [InlineData("GW=x; gw-=1; gwx=1; xgw=1; gwx; =gwx=1; \"gw\"")]
    [InlineData("a=\"b; c=d")]
    [InlineData("  a = 1 ;; ; b")]
    [InlineData("a=1|")]
    public void Other_text_stays_as_it_is_byte_for_byte(string fields) => Assert.Equal(fields, Without(fields));

    [Theory]
    [InlineData("gw=x", "x")]
    [InlineData("a=1; gw=x; b=2", "x")]
    [InlineData("a=1;gw = x y ;b=2", "x y")]
    [InlineData("gw=; gw=x", "x")]
    [InlineData("gw=a=b", "a=b")]
    [InlineData("gw=\"x\"", "\"x\"")]
    [InlineData("a=1|;;gw=x", "x")]
    [InlineData("gw=x; gw=y", "x")]
    [InlineData("gw=", "")]
    [InlineData("gw", "")]
    [InlineData("=gw=x", "")]
    [InlineData("GW=x; a=gw=x", "")]
    [InlineData(";=;;", "")]
    [InlineData("", "")]
    public void The_value_of_a_cookie_is_the_first_that_is_not_empty(string fields, string value) => Assert.Equal(value, CookieFields.Find(Fields(fields), "gw").ToString());

    private static string Without(string fields) => string.Join('|', CookieFields.Without(Fields(fields), Own.GetAlternateLookup<ReadOnlySpan<char>>()).ToArray());

    private static StringValues Fields(string text) => text.Split('|');
}
