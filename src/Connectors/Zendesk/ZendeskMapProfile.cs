using System.Text.Json;
using AutoMapper;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Zendesk;

/// <summary>A ticket event with what the reader made of its envelope.</summary>
/// <param name="Id">The ticket's id.</param>
/// <param name="Change">What stands behind <c>ticket.</c> in the type.</param>
/// <param name="At">The event's time.</param>
/// <param name="Raw">The whole body.</param>
/// <param name="Body">The body, typed.</param>
internal sealed record TicketReport(string Id, string Change, DateTimeOffset At, JsonElement Raw, TicketEnvelope Body);

/// <summary>A user event with what the reader made of its envelope.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Change">What stands behind <c>user.</c> in the type.</param>
/// <param name="At">The event's time.</param>
/// <param name="Raw">The whole body.</param>
/// <param name="Body">The body, typed.</param>
internal sealed record UserReport(string Id, string Change, DateTimeOffset At, JsonElement Raw, UserEnvelope Body);

/// <summary>From Zendesk's words to the records that mappings see.</summary>
internal sealed class ZendeskMapProfile : Profile
{
    public ZendeskMapProfile()
    {
        CreateMap<TicketDetail, TicketState>()
            .ForMember(to => to.Subject, o => o.MapFrom(from => TextOrNull(from.Subject)))
            .ForMember(to => to.Status, o => o.MapFrom(from => Lower(from.Status)))
            .ForMember(to => to.Priority, o => o.MapFrom(from => Lower(from.Priority)))
            .ForMember(to => to.ExternalId, o => o.MapFrom(from => TextOrNull(from.ExternalId)))
            .ForMember(to => to.RequesterId, o => o.MapFrom(from => ZendeskId.OrNull(from.RequesterId)))
            .ForMember(to => to.AssigneeId, o => o.MapFrom(from => ZendeskId.OrNull(from.AssigneeId)));

        CreateMap<CommentAuthorPart, CommentAuthor>()
            .ForMember(to => to.Id, o => o.MapFrom(from => ZendeskId.OrNull(from.Id)))
            .ForMember(to => to.Name, o => o.MapFrom(from => TextOrNull(from.Name)))
            .ForMember(to => to.IsStaff, o => o.MapFrom(from => from.IsStaff ?? false));

        CreateMap<TicketReport, CommentCreated>()
            .ForMember(to => to.TicketId, o => o.MapFrom(from => from.Id))
            .ForMember(to => to.CommentId, o => o.MapFrom(from => from.Body.Event.Comment!.Id))
            .ForMember(to => to.Body, o => o.MapFrom(from => from.Body.Event.Comment!.Body ?? ""))
            .ForMember(to => to.IsPublic, o => o.MapFrom(from => from.Body.Event.Comment!.IsPublic))
            .ForMember(to => to.Author, o => o.MapFrom(from => from.Body.Event.Comment!.Author ?? new CommentAuthorPart()))
            .ForMember(to => to.Ticket, o => o.MapFrom(from => from.Body.Detail))
            .ForMember(to => to.CreatedAt, o => o.MapFrom(from => from.At));

        CreateMap<TicketReport, TicketCreated>()
            .ForMember(to => to.TicketId, o => o.MapFrom(from => from.Id))
            .ForMember(to => to.Ticket, o => o.MapFrom(from => from.Body.Detail))
            .ForMember(to => to.Description, o => o.MapFrom(from => TextOrNull(from.Body.Detail.Description)))
            .ForMember(to => to.CreatedAt, o => o.MapFrom(from => from.At));

        CreateMap<TicketReport, TicketStatusChanged>()
            .ForMember(to => to.TicketId, o => o.MapFrom(from => from.Id))
            .ForMember(to => to.Status, o => o.MapFrom(from => Lower(from.Body.Event.Current ?? from.Body.Detail.Status)))
            .ForMember(to => to.Previous, o => o.MapFrom(from => Lower(from.Body.Event.Previous)))
            .ForMember(to => to.Ticket, o => o.MapFrom(from => from.Body.Detail))
            .ForMember(to => to.ActorId, o => o.MapFrom(from => ZendeskId.OrNull(from.Body.Detail.ActorId)))
            .ForMember(to => to.ChangedAt, o => o.MapFrom(from => from.At));

        CreateMap<TicketReport, TicketChanged>()
            .ForMember(to => to.TicketId, o => o.MapFrom(from => from.Id))
            .ForMember(to => to.Current, o => o.MapFrom(from => Value(from.Change, from.Body.Event.Current)))
            .ForMember(to => to.Previous, o => o.MapFrom(from => Value(from.Change, from.Body.Event.Previous)))
            .ForMember(to => to.Ticket, o => o.MapFrom(from => from.Body.Detail))
            .ForMember(to => to.ActorId, o => o.MapFrom(from => ZendeskId.OrNull(from.Body.Detail.ActorId)))
            .ForMember(to => to.ChangedAt, o => o.MapFrom(from => from.At));

        CreateMap<UserReport, UserChanged>()
            .ForMember(to => to.UserId, o => o.MapFrom(from => from.Id))
            .ForMember(to => to.Email, o => o.MapFrom(from => TextOrNull(from.Body.Detail.Email)))
            .ForMember(to => to.ExternalId, o => o.MapFrom(from => TextOrNull(from.Body.Detail.ExternalId)))
            .ForMember(to => to.Role, o => o.MapFrom(from => Lower(from.Body.Detail.Role)))
            .ForMember(to => to.Current, o => o.MapFrom(from => TextOrNull(from.Body.Event.Current)))
            .ForMember(to => to.Previous, o => o.MapFrom(from => TextOrNull(from.Body.Event.Previous)))
            .ForMember(to => to.ChangedAt, o => o.MapFrom(from => from.At));
    }

    /// <summary>A mapper with this profile.</summary>
    /// <param name="licence">The AutoMapper licence key; null where there is none.</param>
    /// <param name="logging">Where AutoMapper writes its licence notice.</param>
    public static IMapper Mapper(string? licence, ILoggerFactory logging) => new MapperConfiguration(
        c =>
        {
            c.LicenseKey = licence;
            c.AddProfile<ZendeskMapProfile>();
        },
        logging).CreateMapper();

    private static string? TextOrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;

    // Zendesk writes enumerations in upper case in events and in lower case in the REST API.
    private static string? Lower(string? value) => TextOrNull(value)?.ToLowerInvariant();

    private static string? Value(string change, string? value) => change is "priority_changed" or "type_changed" ? Lower(value) : TextOrNull(value);
}
