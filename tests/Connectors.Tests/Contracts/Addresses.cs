using System.Reflection;
using System.Text.RegularExpressions;
using RestEase;

namespace Connectors.Tests.Contracts;

/// <summary>The addresses that a connector's typed interface has.</summary>
internal static partial class Addresses
{
    /// <summary>Each method's name, HTTP method and path of an interface that none of these requests has asked.</summary>
    /// <typeparam name="TApi">The interface.</typeparam>
    /// <param name="asked">HTTP method and path, by a blank.</param>
    public static IEnumerable<string> NeverAsked<TApi>(IReadOnlyList<string> asked) =>
        from method in typeof(TApi).GetMethods()
        let request = method.GetCustomAttribute<RequestAttribute>()
        where request is not null
        let path = request.Path!.Split('?')[0].TrimStart('/')
        let form = $"^{request.Method.Method} {Placeholder().Replace(Regex.Escape(path), "[^/]+")}$"
        where !asked.Any(line => Regex.IsMatch(line, form, RegexOptions.None, TimeSpan.FromSeconds(1)))
        select $"{method.Name}: {request.Method.Method} {path}";

    [GeneratedRegex(@"\\\{[^}]+}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();
}
