using Hub.BuiltIn;
using Hub.Storage;

namespace Hub.Tests.Storage;

public sealed class ParkedMeaningTests
{
    [Fact]
    public void EveryReason_HasItsSentences_WhichOperationsTell()
    {
        var reasons = typeof(ParkReason).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        ParkedMeaning.All.Select(meaning => meaning.Reason).ShouldBeUnique();
        reasons.Except(ParkedMeaning.All.Select(meaning => meaning.Reason)).ShouldBeEmpty();
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        foreach (var meaning in ParkedMeaning.All) page.ShouldContain($"| `{meaning.Reason}` | {meaning.Means} {meaning.WhatToDo} |");
    }

    [Fact]
    public void ReasonOfLaterVersions_IsToldAllTheSame() => ParkedMeaning.Of("strange").Means.ShouldNotBeEmpty();
}
