namespace Connectors.Tests.Zendesk;

/// <summary>Events in Zendesk's form, with invented people.</summary>
internal static class ZendeskSamples
{
    public const string CommentAdded = """
        {
          "type": "zen:event-type:ticket.comment_added", "account_id": 22129848, "id": "d4f5c389-0000-4c2e-a1b9-8e4f39c71d52",
          "time": "2026-05-04T09:59:30.123456789Z", "zendesk_event_version": "2022-11-06", "subject": "zen:ticket:5158",
          "detail": {
            "id": "5158", "subject": "Where is my parcel?", "status": "OPEN", "priority": "HIGH", "external_id": null, "actor_id": "8447388090495",
            "requester_id": "9007199254740993", "assignee_id": "0", "tags": ["whatsapp"], "via": {"channel": "web_service"}
          },
          "event": {"comment": {"id": "9223372036854775807", "body": "It left today.", "is_public": true, "author": {"id": "8447388090495", "is_staff": true, "name": "Robin Agent"}}}
        }
        """;

    public const string StatusChanged = """
        {
          "type": "zen:event-type:ticket.status_changed", "account_id": "22129848", "id": "a8b9c1d2-0000-4f5a-6b7c-8d9e0f1a2b3c",
          "time": "2026-05-04T09:59:30.5Z", "zendesk_event_version": "2022-11-06", "subject": "zen:ticket:5158",
          "detail": {"id": "5158", "status": "SOLVED", "actor_id": "8447388090495", "tags": []},
          "event": {"current": "SOLVED", "previous": "OPEN"}
        }
        """;

    /// <summary>An event of another type, on the same ticket or user.</summary>
    public static string Of(string type, string subject, string detail, string change) => $$"""
        {
          "type": "zen:event-type:{{type}}", "account_id": 22129848, "id": "b7c8d9e0-0000-1b2c-3d4e-5f6a7b8c9d0e", "time": "2026-05-04T09:59:30Z",
          "zendesk_event_version": "2022-11-06", "subject": "{{subject}}", "detail": {{detail}}, "event": {{change}}
        }
        """;
}
