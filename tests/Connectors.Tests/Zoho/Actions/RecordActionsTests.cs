using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Zoho;

namespace Connectors.Tests.Zoho.Actions;

public sealed class RecordActionsTests
{
    private const string Done = """{"data":[{"code":"SUCCESS","details":{"id":"900"},"message":"done","status":"success"}]}""";
    private const string NoRecord = """{"code":"INVALID_DATA","details":{"resource_path_index":1},"message":"the id given seems to be invalid","status":"error"}""";

    public static TheoryData<string> Modules => [.. ZohoModule.All.Select(module => module.Name)];

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task Update_SetsTheFieldsWithTheMark(string name)
    {
        var module = ZohoModule.OfName(name)!;
        using var zoho = new ZohoStandIn().On(HttpMethod.Put, $"{module.ApiName}/17", 200, Done);
        var action = Action($"zoho.update_{name}");
        var input = new UpdateRecordInput { Record = "17", Fields = new Dictionary<string, JsonElement> { ["Stage"] = JsonElement.Parse("\"Closed Won\""), ["Contact_Name"] = JsonElement.Parse("""{"id":"18"}""") } };
        (await RunAsync(action, input, zoho)).ShouldBe(new ActionOutcome.Done(null, "17"));
        zoho.Requests.ShouldHaveSingleItem().BodyShouldBe($$"""{"data":[{"Stage":"Closed Won","Contact_Name":{"id":"18"},"Hub_Last_Write":"{{ZohoStandIn.Mark}}"}],"trigger":[]}""");
        (action.Object, action.TargetOf(input), action.Effect).ShouldBe(($"zoho.{name}", "17", new EffectClass.Idempotent()));
    }

    [Fact]
    public async Task DeletedRecord_TakesNothingMore()
    {
        using var zoho = new ZohoStandIn()
            .On(HttpMethod.Put, "Deals/17", 202, """{"data":[{"code":"INVALID_DATA","details":{"api_name":"id","json_path":"$.data[0].id"},"message":"the id given seems to be invalid","status":"error"}]}""")
            .On(HttpMethod.Post, "Deals/17/actions/add_tags", 400, NoRecord)
            .On(HttpMethod.Post, "Deals/17/Attachments", 400, NoRecord)
            .On(HttpMethod.Post, "Notes", 202, """{"data":[{"code":"INVALID_DATA","details":{"api_name":"Parent_Id","json_path":"$.data[0].Parent_Id"},"message":"invalid data","status":"error"}]}""");
        foreach (var (action, input) in (IReadOnlyList<(string, object)>)
        [
            ("zoho.update_deal", new UpdateRecordInput { Record = "17", Fields = new Dictionary<string, JsonElement> { ["Stage"] = JsonElement.Parse("1") } }),
            ("zoho.add_deal_tags", new TagsInput { Record = "17", Tags = ["a"] }),
            ("zoho.attach_deal_file", new AttachFileInput { Record = "17", Name = "a.jpg", Base64 = "AAAA" }),
            ("zoho.add_deal_note", new AddNoteInput { Record = "17", Text = "words" }),
        ])
        {
            (await RunAsync(Action(action), input, zoho)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.TargetClosed, action);
        }
    }

    [Fact]
    public async Task Note_BearsTheMarkInItsLastLine()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Post, "Notes", 201, Done);
        (await RunAsync(Action("zoho.add_contact_note"), new AddNoteInput { Record = "17", Text = "Hello" }, zoho)).ShouldBe(new ActionOutcome.Done(new AddNoteResult("900"), "900"));
        zoho.Requests.ShouldHaveSingleItem().BodyShouldBe($$"""{"data":[{"Note_Title":"WhatsApp","Note_Content":"Hello\n\n[hub {{ZohoStandIn.CommandId}}]","Parent_Id":{"module":{"api_name":"Contacts"},"id":"17"} }]}""");
    }

    [Fact]
    public async Task Note_IsFoundByItsMarkOnAnyPage_AndNotByItsWords()
    {
        using var zoho = new ZohoStandIn()
            .On(HttpMethod.Get, "Leads/17/Notes?page=1", 200, """{"data":[{"id":"1","Note_Content":"Hello","Created_Time":"2026-05-04T13:00:00+03:00"}],"info":{"more_records":true}}""")
            .On(HttpMethod.Get, "Leads/17/Notes?page=2", 200, $$"""{"data":[{"id":"2","Note_Content":"Hello\n\n[hub {{ZohoStandIn.CommandId}}]","Created_Time":"2026-05-04T12:00:00+03:00"}],"info":{"more_records":false} }""");
        var action = Action("zoho.add_lead_note");
        var call = ZohoStandIn.Call(new AddNoteInput { Record = "17", Text = "Hello" });
        (await action.FindAsync(call, zoho.Context, CancellationToken.None)).ShouldBe(new ActionOutcome.Done(new AddNoteResult("2"), "2"));
        zoho.Requests[0].Line.ShouldBe("GET Leads/17/Notes?fields=Note_Title,Note_Content,Created_Time&sort_by=Created_Time&sort_order=desc&per_page=200&page=1");
        (await action.FindAsync(call with { CommandId = "fedcba9876543210fedcba9876543210" }, zoho.Context, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task SearchForAMark_EndsADayBeforeTheCommand()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads/17/Notes?page=1", 200, """{"data":[{"id":"1","Created_Time":"2026-05-04T13:00:00+03:00"},{"id":"2","Created_Time":"2026-05-03T12:00:00+03:00"}],"info":{"more_records":true}}""");
        (await Action("zoho.add_lead_note").FindAsync(ZohoStandIn.Call(new AddNoteInput { Record = "17", Text = "Hello" }), zoho.Context, CancellationToken.None)).ShouldBeNull();
        zoho.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500, "", FailureKind.Transient)]
    [InlineData(400, NoRecord, null)]
    public async Task SearchForAMark_ThatFails_SaysSo_AndOnARecordThatIsGoneFindsNone(int status, string body, FailureKind? kind)
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads/17/Notes", status, body);
        var found = await Action("zoho.add_lead_note").FindAsync(ZohoStandIn.Call(new AddNoteInput { Record = "17", Text = "Hello" }), zoho.Context, CancellationToken.None);
        (found as ActionOutcome.Failed)?.Failure.Kind.ShouldBe(kind!.Value);
        (found is null).ShouldBe(kind is null);
    }

    [Fact]
    public async Task FileOfBase64_GoesAsMultipartWithTheMarkInItsName()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Post, "Leads/17/Attachments", 200, Done);
        (await RunAsync(Action("zoho.attach_lead_file"), new AttachFileInput { Record = "17", Name = "../my \"photo\".jpg", Base64 = "aGVsbG8=" }, zoho)).ShouldBe(new ActionOutcome.Done(new AttachFileResult("900"), "900"));
        var body = zoho.Requests.ShouldHaveSingleItem().Body;
        body.ShouldContain("name=\"file\"");
        body.ShouldContain("_photo_-0123456789abcdef.jpg");
        body.ShouldNotContain("../");
        body.ShouldContain("hello");
    }

    [Fact]
    public async Task FileThatTheHubKeeps_GoesUnderItsOwnName()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Post, "Leads/17/Attachments", 200, Done);
        var action = Action("zoho.attach_lead_file");
        var context = zoho.Context with { Files = new GivenFiles() };
        (await action.PerformAsync([ZohoStandIn.Call(new AttachFileInput { Record = "17", File = GivenFiles.Id })], context, CancellationToken.None)).ShouldBe(new ActionOutcome.Done(new AttachFileResult("900"), "900"));
        var body = zoho.Requests.ShouldHaveSingleItem().Body;
        body.ShouldContain("photo-0123456789abcdef.jpg");
        body.ShouldContain(GivenFiles.Words);

        foreach (var (id, files, code) in new[] { ("other", new GivenFiles(), "no_file"), (GivenFiles.Id, new GivenFiles(21 * 1024 * 1024), "file_too_large") })
        {
            (await action.PerformAsync([ZohoStandIn.Call(new AttachFileInput { Record = "17", File = id })], context with { Files = files }, CancellationToken.None))
                .ShouldBeOfType<ActionOutcome.Failed>().Failure.Code.ShouldBe(code);
        }

        zoho.Requests.Count.ShouldBe(1);
    }

    // In base64 of RFC 2047 nobody would find the mark again.
    [Fact]
    public async Task FileWithANameThatIsNotAscii_IsFoundAgain()
    {
        await using var rig = await ZohoRig.StartAsync();
        var lead = rig.Vendor.State.Add("Leads", ("Last_Name", "E"), ("Company", "C"));
        var input = new AttachFileInput { Record = lead.Id, Name = "фото.jpg", Base64 = "aGVsbG8=" };
        var context = new ActionContext { Connection = rig.Connection, Attempt = 1 };
        var done = (ActionOutcome.Done)await Action("zoho.attach_lead_file").PerformAsync([ZohoStandIn.Call(input)], context, CancellationToken.None);
        lead.Attachments.ShouldHaveSingleItem().Name.ShouldBe("фото-0123456789abcdef.jpg");
        ((ActionOutcome.Done?)await Action("zoho.attach_lead_file").FindAsync(ZohoStandIn.Call(input), context, CancellationToken.None))!.Result.ShouldBe(done.Result);
    }

    [Fact]
    public async Task Link_GoesByItsAddress_AndIsFoundByTitleOrAddress()
    {
        using var zoho = new ZohoStandIn()
            .On(HttpMethod.Post, "Leads/17/Attachments", 200, Done)
            .On(HttpMethod.Get, "Leads/17/Attachments", 200, """{"data":[{"id":"5","File_Name":"other.pdf","$link_url":"https://files.example.test/a.pdf","Created_Time":"2026-05-04T13:00:00+03:00"}],"info":{"more_records":false}}""");
        var input = new AttachFileInput { Record = "17", Name = "a.pdf", Url = "https://files.example.test/a.pdf" };
        var action = Action("zoho.attach_lead_file");
        (await RunAsync(action, input, zoho)).ShouldBeOfType<ActionOutcome.Done>();
        zoho.Requests[0].Line.ShouldBe("POST Leads/17/Attachments?attachmentUrl=https://files.example.test/a.pdf&title=a-0123456789abcdef.pdf");
        (await action.FindAsync(ZohoStandIn.Call(input), zoho.Context, CancellationToken.None)).ShouldBe(new ActionOutcome.Done(new AttachFileResult("5"), "5"));
        (await action.FindAsync(ZohoStandIn.Call(input with { Url = "https://files.example.test/b.pdf" }), zoho.Context, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Tags_AreAddedToThoseThatAreThere_AndTakenOff()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Post, "Contacts/17/actions/add_tags", 200, Done).On(HttpMethod.Post, "Contacts/17/actions/remove_tags", 200, Done);
        (await RunAsync(Action("zoho.add_contact_tags"), new TagsInput { Record = "17", Tags = ["whatsapp", "vip", "vip"] }, zoho)).ShouldBe(new ActionOutcome.Done(null, "17"));
        (await RunAsync(Action("zoho.remove_contact_tags"), new TagsInput { Record = "17", Tags = ["old"] }, zoho)).ShouldBe(new ActionOutcome.Done(null, "17"));
        zoho.Requests[0].BodyShouldBe("""{"tags":[{"name":"whatsapp"},{"name":"vip"}],"over_write":false}""");
        zoho.Requests[1].BodyShouldBe("""{"tags":[{"name":"old"}]}""");
    }

    [Fact]
    public async Task WhatCannotBeRight_IsRejectedBeforeAnyCall()
    {
        using var zoho = new ZohoStandIn();
        foreach (var (action, input, code) in (IReadOnlyList<(string, object, string)>)
        [
            ("zoho.update_lead", new UpdateRecordInput { Record = "x", Fields = new Dictionary<string, JsonElement>() }, "invalid_record"),
            ("zoho.update_lead", new UpdateRecordInput { Record = "17", Fields = new Dictionary<string, JsonElement>() }, "no_fields"),
            ("zoho.update_lead", new UpdateRecordInput { Record = "17", Fields = new Dictionary<string, JsonElement> { [""] = JsonElement.Parse("1") } }, "invalid_field"),
            ("zoho.add_lead_note", new AddNoteInput { Record = "", Text = "a" }, "invalid_record"),
            ("zoho.add_lead_note", new AddNoteInput { Record = "17", Text = new('a', 32_000) }, "text_too_long"),
            ("zoho.add_lead_note", new AddNoteInput { Record = "17", Text = "a", Title = new('a', 121) }, "title_too_long"),
            ("zoho.attach_lead_file", new AttachFileInput { Record = "17", Name = "a" }, "one_source"),
            ("zoho.attach_lead_file", new AttachFileInput { Record = "17", Name = "a", Url = "https://a.test", Base64 = "AAAA" }, "one_source"),
            ("zoho.attach_lead_file", new AttachFileInput { Record = "17", Name = "a", Url = "https://a.test", File = GivenFiles.Id }, "one_source"),
            ("zoho.attach_lead_file", new AttachFileInput { Record = "17", Base64 = "AAAA" }, "name"),
            ("zoho.attach_lead_file", new AttachFileInput { Record = "17", Name = "a", Url = "http://a.test" }, "invalid_url"),
            ("zoho.attach_lead_file", new AttachFileInput { Record = "17", Name = "a", Base64 = "%%%%" }, "invalid_base64"),
            ("zoho.add_lead_tags", new TagsInput { Record = "17", Tags = [] }, "invalid_tag"),
            ("zoho.remove_lead_tags", new TagsInput { Record = "17", Tags = ["a,b"] }, "invalid_tag"),
        ])
        {
            (await RunAsync(Action(action), input, zoho)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Code.ShouldBe(code);
        }

        zoho.Requests.ShouldBeEmpty();
    }

    private static IAction Action(string name) => ZohoStandIn.Connector.Actions.Single(action => action.Name == name);

    private static Task<ActionOutcome> RunAsync(IAction action, object input, ZohoStandIn zoho) => action.PerformAsync([ZohoStandIn.Call(input)], zoho.Context, CancellationToken.None);
}
