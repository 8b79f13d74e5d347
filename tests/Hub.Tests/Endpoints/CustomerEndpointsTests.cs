using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Hub.Tests.Endpoints;

public sealed class CustomerEndpointsTests
{
    [Fact]
    public async Task Customer_IsShownWithTheirNames_WhatGaveThemAndWhatTookThem()
    {
        await using var hub = await RunningHub.StartAsync();
        await hub.WriteAsync("INSERT INTO customer (id, name, created_at) VALUES ('p1', 'Ann Example', 0)");
        await hub.WriteAsync("INSERT INTO alias (scope, kind_group, match_key, kind, value, customer, at, opened_by, closed_at, closed_by) VALUES ('crm:contact', 'record', '7', 'record', '7', 'p1', 1000, 'e1', 2000, 'e2')");
        var customer = await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/customers/p1");
        customer.GetProperty("name").GetString().ShouldNotBe("Ann Example");
        var alias = customer.GetProperty("aliases")[0];
        (alias.GetProperty("scope").GetString(), alias.GetProperty("value").GetString()).ShouldBe(("crm:contact", "7"));
        (alias.GetProperty("openedBy").GetString(), alias.GetProperty("closedBy").GetString()).ShouldBe(("e1", "e2"));
        (alias.GetProperty("at").GetDateTimeOffset().ToUnixTimeMilliseconds(), alias.GetProperty("closedAt").GetDateTimeOffset().ToUnixTimeMilliseconds()).ShouldBe((1000, 2000));
        (await hub.Client.GetFromJsonAsync<JsonElement>("/api/v1/customers/p1?reveal=true")).GetProperty("name").GetString().ShouldBe("Ann Example");
    }

    [Fact]
    public async Task CustomerWhoIsNotThere_Is404()
    {
        await using var hub = await RunningHub.StartAsync();
        var response = await hub.Client.GetAsync("/api/v1/customers/none");
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().ShouldBe("There is no customer of this id.");
    }
}
