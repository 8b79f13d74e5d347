using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using Hub.Connectors;

namespace Hub.Configuration;

/// <summary>
/// Fills an options type from a section and checks it, so that every mistake is told at once, with the key's full name and never with its value.
/// The framework's binder stops at the first mistake and knows no <see cref="Secret"/>.
/// </summary>
/// <param name="section">Where the values are.</param>
/// <param name="owner">Whose settings they are, for the errors: <c>a shopify connection</c>.</param>
/// <param name="errors">Gets a sentence for each mistake.</param>
internal sealed class OptionsBinder(IConfigurationSection section, string owner, List<string> errors)
{
    /// <summary>Fills an instance of the type.</summary>
    /// <param name="type">A class or record; its keys are its public properties.</param>
    /// <param name="otherKeys">Keys of the section that are read elsewhere.</param>
    /// <returns>The instance, whole and valid; null when there was any mistake.</returns>
    public object? Bind(Type type, params IReadOnlyList<string> otherKeys)
    {
        var before = errors.Count;
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite && property.GetIndexParameters().Length == 0).ToList();
        RefuseUnknown(properties, otherKeys);
        var values = properties.Select(property => (property, value: Value(property))).Where(pair => pair.value is not null).ToDictionary(pair => pair.property.Name, pair => pair.value, StringComparer.OrdinalIgnoreCase);
        var options = Make(type, values);
        foreach (var property in properties.Where(property => values.ContainsKey(property.Name))) property.SetValue(options, values[property.Name]);
        RefuseMissing(options, properties);
        RefuseInvalid(options);
        return errors.Count == before ? options : null;
    }

    private void RefuseUnknown(List<PropertyInfo> properties, IReadOnlyList<string> otherKeys)
    {
        List<string> known = [.. otherKeys, .. properties.Select(property => property.Name)];
        HashSet<string> allowed = new([.. known, .. properties.Where(IsSecret).Select(property => property.Name + SecretReader.FileSuffix)], StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren().Where(child => !allowed.Contains(child.Key)))
        {
            errors.Add($"{child.Path} is not a setting of {owner}. {Nearest.Question(child.Key, allowed)}Known: {string.Join(", ", known)}.");
        }
    }

    private object? Value(PropertyInfo property)
    {
        if (IsSecret(property)) return SecretReader.Read(section, property.Name, errors);
        var child = section.GetSection(property.Name);
        if (property.PropertyType.IsAssignableFrom(typeof(List<string>)) && property.PropertyType != typeof(object)) return Texts(child);
        if (string.IsNullOrEmpty(child.Value)) return null;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(string)) return child.Value;
        if (type == typeof(Uri)) return Uri.TryCreate(child.Value, UriKind.Absolute, out var address) ? address : Wrong(child, type);
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(child.Value);
        }
        catch (Exception cause) when (cause is FormatException or OverflowException or ArgumentException or NotSupportedException)
        {
            return Wrong(child, type);
        }
    }

    private object? Wrong(IConfigurationSection child, Type type)
    {
        var wanted = type switch
        {
            { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ when type == typeof(TimeSpan) => "a duration, for example 00:00:30",
            _ when type == typeof(Uri) => "an absolute address, for example https://hub.example.com",
            _ => $"a {type.Name}",
        };
        errors.Add($"{child.Path} is not {wanted}.");
        return null;
    }

    private void RefuseMissing(object options, List<PropertyInfo> properties)
    {
        var nullability = new NullabilityInfoContext();
        foreach (var property in properties)
        {
            var required = property.IsDefined(typeof(RequiredAttribute)) || property.IsDefined(typeof(RequiredMemberAttribute)) || nullability.Create(property).WriteState == NullabilityState.NotNull;
            if (!required || property.GetValue(options) is not (null or "") || IsToldOf(property.Name)) continue;
            var hint = IsSecret(property) ? $" Give a value, or {property.Name}{SecretReader.FileSuffix} with the path of a file." : "";
            errors.Add($"{section.Path}:{property.Name} is missing: {owner} needs it.{hint}");
        }
    }

    // A value that is there and wrong is empty in the options, but not missing.
    private bool IsToldOf(string name)
    {
        var path = $"{section.Path}:{name}";
        return errors.Where(error => error.StartsWith(path, StringComparison.OrdinalIgnoreCase)).Select(error => error[path.Length..])
            .Any(rest => (rest.StartsWith(SecretReader.FileSuffix, StringComparison.OrdinalIgnoreCase) ? rest[SecretReader.FileSuffix.Length..] : rest) is [' ' or ':', ..]);
    }

    private void RefuseInvalid(object options)
    {
        var results = new List<ValidationResult>();
        var context = new ValidationContext(options);
        // The framework asks the object itself only where no attribute has anything to say.
        if (!Validator.TryValidateObject(options, context, results, validateAllProperties: true) && options is IValidatableObject self) results.AddRange(self.Validate(context));
        errors.AddRange(results.Where(result => !result.MemberNames.Any(IsToldOf)).Select(Sentence).Distinct(StringComparer.Ordinal).ToList());
    }

    // Options types write a whole sentence, with or without the property's name in front, or only what follows the name.
    private string Sentence(ValidationResult result)
    {
        var text = result.ErrorMessage ?? "is not valid.";
        return result.MemberNames.FirstOrDefault() is not { } name ? $"{section.Path}: {text}"
            : text.StartsWith(name + " ", StringComparison.Ordinal) ? $"{section.Path}:{text}"
            : char.IsAsciiLetterLower(text[0]) ? $"{section.Path}:{name} {text}"
            : $"{section.Path}:{name}: {text}";
    }

    private static object Make(Type type, Dictionary<string, object?> values)
    {
        var constructor = type.GetConstructors().MinBy(candidate => candidate.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            values.TryGetValue(parameter.Name!, out var value) ? value
            : parameter.HasDefaultValue ? parameter.DefaultValue
            : parameter.ParameterType.IsValueType ? RuntimeHelpers.GetUninitializedObject(parameter.ParameterType) : null)]);
    }

    private static List<string>? Texts(IConfigurationSection child) =>
        child.Value is { Length: > 0 } single ? [single] : child.GetChildren().Select(entry => entry.Value ?? "").ToList() is { Count: > 0 } several ? several : null;

    private static bool IsSecret(PropertyInfo property) => property.PropertyType == typeof(Secret);
}
