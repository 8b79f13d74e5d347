using System.Reflection;
using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Shopify;
using Hub.Connectors.Shopify.Queries;

namespace Connectors.Tests.Contracts;

/// <summary>The operations that the connector sends to Shopify, held against the vendor's published schema.</summary>
public sealed class ShopifySchemaTests
{
    private const string Schema = "admin-2026-07.trimmed.graphql";

    /// <summary>The connector's operations, by the name of their constant.</summary>
    private static Dictionary<string, string> Operations => typeof(ShopifyGraph).GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(constant => constant.Name, constant => (string)constant.GetRawConstantValue()!);

    [DescriptionFact("shopify")]
    public async Task EveryOperation_IsValid()
    {
        var asked = Operations.Select(operation => (operation.Key, Line: JsonSerializer.Serialize(new { query = operation.Value }, JsonSerializerOptions.Web))).ToList();
        var mistakes = await MistakesAsync(asked.Select(one => one.Line));

        // Without values for variables nothing can be said of these; a value that is missing is the only mistake that may be there.
        asked.Zip(mistakes).Where(pair => pair.Second.Any(mistake => !mistake.Contains("was not provided", StringComparison.Ordinal))).Select(pair => $"{pair.First.Key}: {string.Join(' ', pair.Second)}").ShouldBeEmpty();
    }

    [DescriptionFact("shopify")]
    public async Task WhateverIsSent_IsValidWithItsVariables()
    {
        await using var stand = await EffectStand.StartAsync();
        var given = EffectCompliance.Given.In(stand);
        var (connection, _, _) = stand.Of("shopify.add_tags");
        foreach (var (name, test) in EffectCompliance.Cases.Where(one => one.Key.StartsWith("shopify.", StringComparison.Ordinal)))
        {
            test.Prepare(stand, given);
            await stand.Of(name).Action.PerformAsync([new(EffectCompliance.CommandId, test.Input(given), connection.Time.GetUtcNow())], EffectCompliance.Context(connection, 1), CancellationToken.None);
        }

        await RunQueryAsync(new GetOrderInput($"{given.Order.Id}"));
        await RunQueryAsync(new ListOrdersInput("+4915100000001", 5));
        var sent = stand.Shopify.Log.Calls.Where(call => call.Path.Contains("graphql", StringComparison.Ordinal)).Select(call => call.Body).ToList();
        sent.Count.ShouldBeGreaterThanOrEqualTo(4);
        sent.Zip(await MistakesAsync(sent)).Where(pair => pair.Second.Count > 0).Select(pair => $"{pair.First}: {string.Join(' ', pair.Second)}").ShouldBeEmpty();

        async Task RunQueryAsync(object input)
        {
            var query = connection.Connector.Queries.Single(one => one.Input.Type == input.GetType());
            (await query.RunAsync(input, connection, CancellationToken.None)).ShouldBeOfType<QueryOutcome.Found>(query.Name);
        }
    }

    [DescriptionFact("shopify")]
    public async Task OperationThatTheSchemaLacks_IsTold() =>
        (await MistakesAsync(["""{"query":"query Q($id: ID!) { order(id: $id) { colour } }","variables":{"id":"gid://shopify/Order/1"}}"""])).ShouldHaveSingleItem().ShouldHaveSingleItem().ShouldContain("colour");

    private static async Task<IReadOnlyList<IReadOnlyList<string>>> MistakesAsync(IEnumerable<string> lines)
    {
        using var process = NodePrograms.Start("operations.mjs", Path.Combine(SharedContracts.Folder("shopify")!, Schema));
        foreach (var line in lines) await process.StandardInput.WriteLineAsync(line.ReplaceLineEndings(" "));
        process.StandardInput.Close();
        var (told, failed) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await failed);
        return [.. (await told).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (IReadOnlyList<string>)[.. JsonSerializer.Deserialize<List<string>>(line)!])];
    }
}
