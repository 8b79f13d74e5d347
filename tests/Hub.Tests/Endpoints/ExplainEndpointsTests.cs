using System.Net;
using System.Text.Json;
using Hub.Endpoints;
using Hub.Mappings.Explaining;

namespace Hub.Tests.Endpoints;

public class ExplainEndpointsTests
{
    [Fact]
    public async Task UnknownEvent_Is404WithProblem()
    {
        await using var hub = await RunningHub.StartAsync();
        var response = await hub.Client.GetAsync("/api/v1/events/0f343b0931126a20f133d67c2b018a3b/explain");
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("There is no such event.");
    }

    [Fact]
    public void PersonalData_IsHiddenByTheNameOfItsField()
    {
        var hidden = ExplanationMask.Hide(new()
        {
            Type = "t",
            Connection = "c",
            Routes =
            [
                new()
                {
                    File = "f",
                    Line = 1,
                    Route = "r",
                    Outcome = "matched",
                    Looks = [new(null, "true", [new("event.name == 'x'", "true", [Field("event.customer.name", "\"Mara Lindqvist\""), Field("event.order_id", "\"o1\"")], [])])],
                    Commands =
                    [
                        new()
                        {
                            Action = "a",
                            Connection = "c",
                            Item = 0,
                            Input = [new("to", JsonElement.Parse("\"+61412345678\""), "${let.to}", [Field("event.phones[0]", "\"0412 345 678\"")], []), new("template", JsonElement.Parse("\"order_shipped\""), null, [], [])],
                        },
                    ],
                },
            ],
        });
        var text = JsonSerializer.Serialize(hidden, AdminJson.Default.Explanation);
        text.ShouldNotContain("Lindqvist");
        text.ShouldNotContain("41234");
        text.ShouldNotContain("412 345");
        text.ShouldContain("\"o1\"");
        text.ShouldContain("order_shipped");
    }

    [Fact]
    public void WhatErrorsQuote_IsHidden()
    {
        const string said = "\"card 4111\" is no int.";
        var hidden = ExplanationMask.Hide(new()
        {
            Type = "t",
            Connection = "c",
            Error = $"r: f.yaml:1:2: {said} (in int(event.text))",
            Routes =
            [
                new()
                {
                    File = "f",
                    Line = 1,
                    Route = "r",
                    Outcome = "failed",
                    Failure = new("f.yaml:1:2", "int(event.text)", said),
                    Looks = [new(null, $"error: {said}", [new("int(event.text) > 1", $"error: {said}", [], [])])],
                    Commands = [new() { Action = "a", Connection = "c", Item = 0, Error = said }],
                },
            ],
        });
        var text = JsonSerializer.Serialize(hidden, AdminJson.Default.Explanation);
        text.ShouldNotContain("4111");
        text.ShouldContain("is no int.");
        text.ShouldContain("int(event.text)");
    }

    private static FieldValue Field(string name, string json) => new(name, JsonElement.Parse(json), IsKnown: true);
}
