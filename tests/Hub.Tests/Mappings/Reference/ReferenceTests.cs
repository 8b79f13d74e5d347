using Hub.Expressions;
using Hub.Mappings;
using Hub.Mappings.Reference;

namespace Hub.Tests.Mappings.Reference;

/// <summary>All that the generated reference shows is described, and compiles.</summary>
public sealed class ReferenceTests
{
    private static readonly ReferenceModel Model = new(MappingWorld.Environment);
    private static readonly GeneratedExamples Generated = new(Model);

    [Fact]
    public void EveryKey_HasADescriptionAndAnExampleThatCompiles() => Failures(ReferenceWriter.Keys.Select(pair => (
        $"{pair.Owner}.{pair.Key.Name}",
        pair.Key.Description.Length == 0 ? null : Model.Examples.OfKey(pair.Owner, pair.Key.Name)))).ShouldBeEmpty();

    [Fact]
    public void EveryEvent_HasAnExampleThatCompiles() => Failures(Model.Events.Select(type => (type.Name, (string?)Generated.OfEvent(type)))).ShouldBeEmpty();

    [Fact]
    public void EveryAction_HasAnExampleThatCompiles() => Failures(Model.Actions.Select(action => (action.Name, (string?)Generated.OfAction(action)))).ShouldBeEmpty();

    [Fact]
    public void EveryQuery_HasAnExampleThatCompiles() => Failures(Model.Queries.Select(query => (query.Name, (string?)Generated.OfQuery(query)))).ShouldBeEmpty();

    [Fact]
    public void EveryOutcome_HasAnExampleThatCompiles()
    {
        OutcomeTable.All.Select(outcome => outcome.Name).ShouldBe([.. Vocabulary.Outcomes, "failed"]);
        Failures(OutcomeTable.All.Select(outcome => (outcome.Name, (string?)Generated.OfOutcome(outcome.Name)))).ShouldBeEmpty();
    }

    [Fact]
    public void EveryFieldOfEveryEvent_IsDescribedAndCanBeReadAsShown()
    {
        foreach (var type in Model.Events) ShouldBeReadable(Model.FieldsOf(type), "event", Model.Types.Event([type]), isNullable: false, field => field.Description);
    }

    [Fact]
    public void EveryFieldOfEveryResult_IsDescribedAndCanBeReadAsShown()
    {
        foreach (var result in Model.Actions.Select(action => action.Result?.Type).Concat(Model.Queries.Select(query => query.Result.Type)).OfType<Type>().Select(Model.Types.Result))
        {
            ShouldBeReadable(ReferenceModel.FieldsOf(result, "result", isNullable: false), "result", result, isNullable: false, field => field.Description);
        }
    }

    [Fact]
    public void EveryFieldOfTheHubsOwnNames_IsDescribedAndCanBeReadAsShown()
    {
        foreach (var (name, record) in new[] { ("customer", Model.Types.Customer), ("thread", Model.Types.Thread), ("linked", Model.Types.Linked), ("failure", Model.Types.Failure) })
        {
            ShouldBeReadable(ReferenceModel.FieldsOf(record, name, isNullable: true), name, record, isNullable: true, field => HubFields.DescriptionOf(name, field));
        }
    }

    [Fact]
    public void EveryInput_IsDescribed()
    {
        var inputs = Model.Actions.Select(action => (action.Name, action.Input.Type)).Concat(Model.Queries.Select(query => (query.Name, query.Input.Type)));
        inputs.SelectMany(input => Model.MembersOf(input.Type).Where(member => member.Description.Length == 0).Select(member => $"{input.Name} {member.Name}")).ShouldBeEmpty();
    }

    [Fact]
    public void EveryFunction_IsDescribedAndHasAnExampleThatCompiles()
    {
        var scope = Scope.Of(Model.Types.Functions)
            .With("event", Model.Types.Event([Model.Events.First(type => type.Name == "shopify.order.paid")]))
            .With("now", CelType.Timestamp);
        var wrong = new List<string>();
        foreach (var name in Model.Types.Functions.All.Select(function => function.Name).Distinct(StringComparer.Ordinal))
        {
            var example = Model.Examples.Functions.GetValueOrDefault(name);
            var says = example is { Description.Length: > 0 } ? example.Description : Model.Types.Functions.All.First(function => function.Name == name).Description;
            if (example is null || says.Length == 0 || !example.Expression.Contains(name, StringComparison.Ordinal)) wrong.Add($"{name} lacks an example or a description in examples.yaml");
            else wrong.AddRange(Expression.Compile(example.Expression, scope).Errors.Select(error => $"{name}: {error.Message}"));
        }

        foreach (var (name, macro) in Model.Examples.Macros) wrong.AddRange(Expression.Compile(macro.Expression, scope).Errors.Select(error => $"{name}: {error.Message}"));
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void ConnectorsEvents_AreDescribed() => Model.Events.Where(type => type.Description.Length == 0).Select(type => type.Name).ShouldBeEmpty();

    private static List<string> Failures(IEnumerable<(string What, string? Example)> examples) =>
    [
        .. examples.SelectMany(pair => pair.Example is null
            ? [$"{pair.What} has no example"]
            : MappingWorld.Compile(pair.Example).Errors.Select(error => $"{pair.What}: {error}\n{pair.Example}")),
    ];

    private static void ShouldBeReadable(IReadOnlyList<ReferenceField> fields, string name, CelType type, bool isNullable, Func<ReferenceField, string> description)
    {
        var scope = Scope.Of(Model.Types.Functions).With(name, type, isNullable);
        fields.Count.ShouldBeGreaterThan(0);
        foreach (var field in fields)
        {
            description(field).ShouldNotBeEmpty($"{type} {field.Path}");
            Expression.Compile(field.Expression, scope).Errors.ShouldBeEmpty(field.Expression);
        }
    }
}
