using Hub.Expressions;

namespace Hub.Tests.Expressions;

/// <summary>Functions where the conformance cases are silent, and where code points and UTF-16 differ.</summary>
public class FunctionTableTests
{
    [Theory]
    [InlineData("size('a😀b')", "3")]
    [InlineData("'a😀b'.charAt(1)", "\"😀\"")]
    [InlineData("'a😀b'.indexOf('b')", "2")]
    [InlineData("'a😀b😀'.lastIndexOf('😀')", "3")]
    [InlineData("'a😀b'.substring(1, 2)", "\"😀\"")]
    [InlineData("'a😀b'.split('')", "[\"a\", \"😀\", \"b\"]")]
    [InlineData("'a😀'.replace('', '-')", "\"-a-😀-\"")]
    [InlineData("'a😀b'.reverse()", "\"b😀a\"")]
    [InlineData("'\\uffff' < '😀'", "true")]
    [InlineData("'a,b,c'.split(',', 2)", "[\"a\", \"b,c\"]")]
    [InlineData("'😀'.matches('^.$') && '😀'.matches('^[^a]$') && '😀😀'.matches('^[😀]+$')", "true")]
    [InlineData("'a\\n'.matches('^a$')", "false")]
    [InlineData("'٣'.matches('\\\\d')", "false")]
    [InlineData("'x1'.matches('^(?P<l>[[:alpha:]])\\\\pN$')", "true")]
    [InlineData("'a.b'.matches('^\\\\Qa.b\\\\E$') && !'axb'.matches('^\\\\Qa.b\\\\E$')", "true")]
    [InlineData("'%d%%'.format([5])", "\"5%\"")]
    [InlineData("'%.0f %.2f'.format([2.5, 1.005])", "\"2 1.00\"")]
    [InlineData("'%.3e'.format([9.9996e-10])", "\"1.000e-09\"")]
    [InlineData("'%x %b %o'.format([-30, -5, -8])", "\"-1e -101 -10\"")]
    [InlineData("'%s'.format([[1, 'a', {'k': timestamp(0)}]])", "\"[1, a, {k: 1970-01-01T00:00:00Z}]\"")]
    [InlineData("timestamp('2026-03-29T01:30:00Z').getHours('Europe/Athens')", "4")]
    [InlineData("timestamp('2026-01-01T00:00:00Z').getFullYear('-05:00')", "2025")]
    [InlineData("int(timestamp('1969-12-31T23:59:59.5Z'))", "-1")]
    [InlineData("timestamp('2009-02-13T23:31:30.5+02:00')", "2009-02-13T21:31:30.5Z")]
    [InlineData("duration('1h30m') + duration('0.25s')", "5400.25s")]
    [InlineData("duration('-90s').getMinutes()", "-1")]
    [InlineData("{'a': 1}.transformMapEntry(k, v, {v: k})", "{1: \"a\"}")]
    [InlineData("math.greatest(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)", "10")]
    [InlineData("math.round(2.5) + math.round(-2.5)", "0")]
    [InlineData("math.sqrt(9)", "3")]
    [InlineData("optional.of(1).optFlatMap(x, optional.none()).orValue(7)", "7")]
    [InlineData("string(1234567.0) + string(1e21)", "\"12345671e+21\"")]
    public void Function_GivesItsValue(string source, string expected) => Shop.Dynamic(source).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("'tacocat'.indexOf('a', 30)", "index out of range: 30")]
    [InlineData("'tacocat'.lastIndexOf('a', -1)", "index out of range: -1")]
    [InlineData("'tacocat'.charAt(30)", "index out of range: 30")]
    [InlineData("timestamp('2026-02-30T00:00:00Z')", "\"2026-02-30T00:00:00Z\" is no timestamp; write it as 2026-01-31T12:00:00Z.")]
    [InlineData("timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')", "The duration is out of range: 292 years either way.")]
    [InlineData("timestamp(0).getHours('Mars/Base')", "There is no time zone \"Mars/Base\"; write a name as Europe/Athens, or an offset as +02:00.")]
    [InlineData("duration('5 s')", "\"5 s\" is no duration; write it as 90s, 15m or 1h30m.")]
    [InlineData("base64.decode('!!')", "The text is no base64.")]
    [InlineData("'a'.matches('(?=a)')", "\"(?=a)\" is too large a regular expression, or uses look-around or back-references, which are no part of the language.")]
    [InlineData("'a'.matches('(a{100}){100}')", "The regular expression is too large: 1000 characters, and 1000 parts with repetitions written out, are allowed.")]
    [InlineData("int('5.0')", "\"5.0\" is no int: type conversion error.")]
    [InlineData("math.greatest([])", "math.greatest takes at least one number; the list is empty.")]
    [InlineData("optional.none().value()", "The optional has no value; read it with orValue(…).")]
    public void FailingFunction_SaysWhy(string source, string message) => Shop.Dynamic(source).AsError.Message.ShouldBe(message);
}
