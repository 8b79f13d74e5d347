using System.Globalization;
using System.Reflection;
using Hub.Configuration;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>Refuses what stands in a query and means nothing there, with a sentence: a name that the call does not know, a value that it cannot read.</summary>
internal static class QueryCheck
{
    /// <summary>Has the calls of a group refuse such queries.</summary>
    public static RouteGroupBuilder RefuseStrangeQueries(this RouteGroupBuilder group) => group.AddEndpointFilterFactory((context, next) =>
    {
        // Read once, when the call is set up.
        var known = Parameters(context.MethodInfo);
        return async invocation => Fault(invocation.HttpContext.Request, known) is { } fault ? Problems.Wrong(fault) : await next(invocation);
    });

    private static List<Parameter> Parameters(MethodInfo method)
    {
        var nullability = new NullabilityInfoContext();
        return
        [
            .. method.GetParameters().SelectMany(parameter => parameter.GetCustomAttribute<AsParametersAttribute>() is not null
                ? parameter.ParameterType.GetProperties().Where(property => property.CanWrite).Select(property =>
                    new Parameter(property.GetCustomAttribute<FromQueryAttribute>()?.Name ?? property.Name, Plain(property.PropertyType), IsRequired: false))
                : [new Parameter(parameter.Name!, Plain(parameter.ParameterType), nullability.Create(parameter).WriteState == NullabilityState.NotNull)])
                .Where(parameter => parameter.Type == typeof(string) || Wanted(parameter.Type) is not null),
        ];
    }

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static string? Fault(HttpRequest request, List<Parameter> known)
    {
        // A part of the address has a name too, and is no part of the query.
        var asked = known.FindAll(parameter => !request.RouteValues.ContainsKey(parameter.Name));
        if (request.Query.Keys.FirstOrDefault(key => !asked.Exists(parameter => parameter.Name.Equals(key, StringComparison.OrdinalIgnoreCase))) is { } name)
        {
            var names = asked.ConvertAll(parameter => parameter.Name);
            return names.Count == 0 ? $"This call takes no parameters, and {name} is given."
                : $"{name} is not a parameter of this call. {Nearest.Question(name, names)}Known: {string.Join(", ", names)}.";
        }

        foreach (var parameter in asked)
        {
            var value = request.Query[parameter.Name].ToString();
            if (value.Length == 0 && parameter.IsRequired) return $"{parameter.Name} is missing.";
            if (value.Length > 0 && !IsReadable(value, parameter.Type)) return $"{parameter.Name} must be {Wanted(parameter.Type)}.";
        }

        return null;
    }

    private static bool IsReadable(string value, Type type) =>
        type == typeof(int) ? int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
        : type == typeof(bool) ? bool.TryParse(value, out _)
        : type != typeof(DateTimeOffset) || DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string? Wanted(Type type) =>
        type == typeof(int) ? "a whole number"
        : type == typeof(bool) ? "true or false"
        : type == typeof(DateTimeOffset) ? "a moment such as 2026-03-01T10:00:00Z" : null;

    private sealed record Parameter(string Name, Type Type, bool IsRequired);
}
