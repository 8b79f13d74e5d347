using System.Text.Json;
using Hub.Mappings.Explaining;

namespace Hub.Endpoints;

/// <summary>Hides personal data in explanations: every value by the name of the field or input where it stands.</summary>
internal static class ExplanationMask
{
    private static readonly char[] Ends = ['.', '['];

    /// <summary>A copy without personal data.</summary>
    public static Explanation Hide(Explanation explanation) => explanation with { Error = ErrorMask.Hide(explanation.Error), Routes = [.. explanation.Routes.Select(Hide)] };

    private static RouteExplanation Hide(RouteExplanation route) => route with
    {
        Looks = [.. route.Looks.Select(look => look with { Result = ErrorMask.Hide(look.Result)!, Parts = [.. look.Parts.Select(Hide)] })],
        Failure = route.Failure is { } failure ? failure with { Message = ErrorMask.Hide(failure.Message)! } : null,
        Cancelled = [.. route.Cancelled.Select(Masking.Text)],
        Commands = [.. route.Commands.Select(command => command with { Error = ErrorMask.Hide(command.Error), Keys = [.. command.Keys.Select(Hide)], Input = [.. command.Input.Select(Hide)] })],
    };

    private static PartExplanation Hide(PartExplanation part) => part with { Result = ErrorMask.Hide(part.Result)!, Fields = [.. part.Fields.Select(Hide)], Parts = [.. part.Parts.Select(Hide)] };

    private static ValueExplanation Hide(ValueExplanation value) => value with
    {
        // What stands in the mapping file itself is no one's data.
        Value = value.Text is null || value.Name == "at" ? value.Value : Hide(value.Value, value.Name),
        From = [.. value.From.Select(Hide)],
        DecidedBy = [.. value.DecidedBy.Select(Hide)],
    };

    private static FieldValue Hide(FieldValue field) => field with { Value = Hide(field.Value, field.Field) };

    private static JsonElement? Hide(JsonElement? value, string path) => value is { } json && !Shown.IsStandIn(json) ? JsonMask.Hide(json, NameOf(path)) : value;

    // event.order.tags[0] is one of tags.
    private static string NameOf(string path) => path.TrimEnd(']', '*', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('[').Split(Ends)[^1];
}
