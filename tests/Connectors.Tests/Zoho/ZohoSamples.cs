namespace Connectors.Tests.Zoho;

/// <summary>Notifications and records in Zoho's form, with invented people.</summary>
internal static class ZohoSamples
{
    public const string Id = "6756839000000575405";

    public const string LeadUpdated = """
        {
          "server_time": 1777888800123, "affected_values": [{"record_id": "6756839000000575405", "values": {"Lead_Status": "Documents required"}}], "query_params": {}, "module": "Leads",
          "resource_uri": "https://www.zohoapis.eu/crm/v8/Leads", "ids": ["6756839000000575405"], "affected_fields": [{"6756839000000575405": ["Lead_Status"]}], "operation": "update",
          "channel_id": "1105420521999070701", "token": "x"
        }
        """;

    public const string Lead = """
        {"data": [{
          "id": "6756839000000575405", "First_Name": "Ann", "Last_Name": "Example", "Full_Name": "Ann Example", "Company": "Example Ltd", "Email": "ann@example.test", "Phone": null, "Mobile": "0151 00000001",
          "Lead_Status": "Documents required", "Lead_Source": "WhatsApp", "Email_Opt_Out": true, "Country": "Germany", "Hub_Customer": "c1", "Hub_Last_Write": "hub:0123456789abcdef0123456789abcdef:1777800000",
          "Owner": {"name": "Kim Seller", "id": "6756839000000001", "email": "kim@example.test"}, "Modified_By": {"name": "Kim Seller", "id": "6756839000000001"},
          "Tag": [{"name": "vip", "id": "1", "color_code": null}], "Created_Time": "2026-05-01T12:00:00+03:00", "Modified_Time": "2026-05-04T12:59:58+03:00", "My_Field": 7
        }]}
        """;

    public const string Deal = """
        {"data": [{"id": "6756839000000600001", "Deal_Name": "Twelve chairs", "Stage": "Closed Won", "Pipeline": "Standard", "Amount": 1234.5, "Closing_Date": "2026-06-30",
          "Contact_Name": {"name": "Ann Example", "id": "6756839000000700001"}, "Account_Name": null, "Created_Time": "2026-05-04T12:59:58+03:00", "Modified_Time": "2026-05-04T12:59:58+03:00"}]}
        """;

    public const string Contact = """
        {"data": [{"id": "6756839000000700001", "First_Name": "Ann", "Last_Name": "Example", "Mobile": "+4915100000001", "Phone": "030 123", "Email": "ann@example.test", "Hub_Customer": "c1"}]}
        """;

    /// <summary>A notification of another module or operation.</summary>
    public static string Of(string module, string operation, params string[] ids) => $$"""
        {"server_time": "1777888800123", "module": "{{module}}", "ids": [{{string.Join(',', ids)}}], "operation": "{{operation}}", "channel_id": 1105420521999070701, "affected_values": [], "affected_fields": []}
        """;
}
