using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hub.Connectors.HubSpot;

namespace Connectors.Tests.HubSpot;

/// <summary>Every recorded answer of the API that is of a kind which the connector asks for, read by its shapes.</summary>
public sealed class HubSpotSamplesTests
{
    // What is not asked for: requests, companies' associations by a call of their own, lists of definitions.
    private static readonly string[] Others =
    [
        "api-amp-associations_contact-to-company-resp.json", "api-amp-associations_err-contact-to-contact.json", "api-amp-custom_create_3-payload-batch-create-properties.json",
        "api-amp-custom_create_4-response-batch-create-properties.json", "api-amp-metadata-deals-external-pipelines.json", "api-amp-read-via-search_contacts-payload.json",
        "api-amp-read_objects-api_contacts-req-payload-since.json",
    ];

    private static readonly Dictionary<string, (JsonTypeInfo Type, Func<object, bool> Holds)> Read = new()
    {
        ["api-amp-batch_create_contacts_err-conflict.json"] = (HubSpotApiJson.Default.ErrorBody, read => ((ErrorBody)read) is { Category: "CONFLICT", ExistingId: null }),
        ["api-amp-batch_create_contacts_err-many-invalid-properties.json"] = (HubSpotApiJson.Default.ErrorBody, read => ((ErrorBody)read).Errors!.Count == 3),
        ["api-amp-batch_create_contacts_err-partial-success.json"] = (HubSpotApiJson.Default.BatchAnswer, read => ((BatchAnswer)read) is { Results: [{ Id: "171596044870" }], Errors: [{ ExistingId: "171591000198" }] }),
        ["api-amp-batch_create_contacts_success.json"] = (HubSpotApiJson.Default.BatchAnswer, read => ((BatchAnswer)read).Results is [{ Id: "171596044869" } made, _] && made.Text("hs_object_source_id") == "19083857"),
        ["api-amp-batch_update_contacts_err-duplicate-ids.json"] = (HubSpotApiJson.Default.ErrorBody, read => ((ErrorBody)read).Category == "VALIDATION_ERROR"),
        ["api-amp-batch_update_contacts_err-partial-success.json"] = (HubSpotApiJson.Default.BatchAnswer, read => ((BatchAnswer)read) is { Results.Count: 1, Errors: [{ Category: "OBJECT_NOT_FOUND" }] }),
        ["api-amp-batch_update_contacts_success.json"] = (HubSpotApiJson.Default.BatchAnswer, read => ((BatchAnswer)read).Results!.Count == 2),
        ["api-amp-custom_create_1-payload-create-property-group.json"] = (HubSpotApiJson.Default.PropertyGroup, read => ((PropertyGroup)read).Name == "integrationcreatedproperties"),
        ["api-amp-metadata-err-schemas-scope.json"] = (HubSpotApiJson.Default.ErrorBody, read => ((ErrorBody)read) is { Category: "MISSING_SCOPES", Context: not null }),
        ["api-amp-post-auth_account-info.json"] = (HubSpotApiJson.Default.AccountDetails, read => ((AccountDetails)read).PortalId == "12345678"),
        ["api-amp-read-via-search_contacts-response.json"] = (HubSpotApiJson.Default.SearchAnswer, read => ((SearchAnswer)read).Results is [{ Id: "220006890315" }]),
        ["api-amp-read_objects-api_contacts-batch.json"] = (HubSpotApiJson.Default.BatchAnswer, read => ((BatchAnswer)read).Results is [{ Id: "110338039632" }, _]),
        ["api-amp-read_objects-api_contacts-response.json"] = (HubSpotApiJson.Default.SearchAnswer, read => ((SearchAnswer)read).Paging!.Next!.After == "394"),
        ["api-amp-search_contacts_1-first-page.json"] = (HubSpotApiJson.Default.SearchAnswer, read => ((SearchAnswer)read) is { Results: [{ Id: "501" }], Paging.Next.After: "54" }),
        ["api-amp-search_contacts_2-second-page.json"] = (HubSpotApiJson.Default.SearchAnswer, read => ((SearchAnswer)read) is { Paging: null } page && page.Results![0].Text("phone") == "9199767082"),
        ["api-amp-search_contacts_contacts-to-companies.json"] = (HubSpotApiJson.Default.AssociationBatchAnswer, read => ((AssociationBatchAnswer)read).Results is [{ From.Id: "501", To: [{ ToObjectId: "29022297485" }] }]),
        ["api-amp-search_error-invalid-object.json"] = (HubSpotApiJson.Default.ErrorBody, read => ((ErrorBody)read) is { Category: null, Message: not null }),
    };

    public static TheoryData<string> Names => [.. Read.Keys];

    [SharedTheory(SharedContracts.Root)]
    [MemberData(nameof(Names))]
    public void Answer_IsReadByItsShape(string name)
    {
        var file = SharedContracts.Samples("hubspot").Single(path => Path.GetFileName(path) == name);
        var read = JsonSerializer.Deserialize(File.ReadAllBytes(file), Read[name].Type).ShouldNotBeNull();
        Read[name].Holds(read).ShouldBeTrue(name);
    }

    [SharedFact(SharedContracts.Root)]
    public void EveryAnswer_IsNamedHere() =>
        SharedContracts.Samples("hubspot").Select(path => Path.GetFileName(path)).Where(name => name.StartsWith("api-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .ShouldBe(Read.Keys.Concat(Others).Order(StringComparer.Ordinal));
}
