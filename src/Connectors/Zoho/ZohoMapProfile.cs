using System.Globalization;
using AutoMapper;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Zoho;

/// <summary>From Zoho's fields to the records that mappings see. What needs the connection's settings, further calls or the notification is the completion's.</summary>
internal sealed class ZohoMapProfile : Profile
{
    public ZohoMapProfile()
    {
        CreateMap<LookupBody, ZohoUser>();
        CreateMap<LookupBody, ZohoReference>();
        CreateMap<LookupBody, ZohoContactOf>()
            .ForMember(to => to.Id, o => o.MapFrom(from => from.Id ?? ""))
            .ForMember(to => to.FirstName, o => o.Ignore())
            .ForMember(to => to.LastName, o => o.Ignore())
            .ForMember(to => to.Email, o => o.Ignore())
            .ForMember(to => to.Phone, o => o.Ignore())
            .ForMember(to => to.Mobile, o => o.Ignore())
            .ForMember(to => to.CustomerId, o => o.Ignore());
        CreateMap<ContactBody, ZohoContactOf>()
            .ForMember(to => to.Id, o => o.MapFrom(from => from.Id ?? ""))
            .ForMember(to => to.Name, o => o.MapFrom(from => NameOf(from)))
            .ForMember(to => to.CustomerId, o => o.Ignore());

        Person(CreateMap<LeadBody, ZohoLead>())
            .ForMember(to => to.Status, o => o.MapFrom(from => from.LeadStatus));
        Person(CreateMap<ContactBody, ZohoContact>())
            .ForMember(to => to.Country, o => o.MapFrom(from => from.MailingCountry));
        Record(CreateMap<DealBody, ZohoDeal>())
            .ForMember(to => to.Name, o => o.MapFrom(from => from.DealName ?? ""))
            .ForMember(to => to.Amount, o => o.MapFrom(from => Money.Parse(Amount(from.Amount), from.Currency)))
            .ForMember(to => to.Contact, o => o.MapFrom(from => Known(from.Contact)));
        Record(CreateMap<CaseBody, ZohoCase>())
            .ForMember(to => to.Number, o => o.MapFrom(from => from.CaseNumber))
            .ForMember(to => to.Subject, o => o.MapFrom(from => from.Subject ?? ""))
            .ForMember(to => to.Contact, o => o.MapFrom(from => Known(from.Contact)));
    }

    /// <summary>A mapper with this profile.</summary>
    /// <param name="licence">The AutoMapper licence key; null where there is none.</param>
    /// <param name="logging">Where AutoMapper writes its licence notice.</param>
    public static IMapper Mapper(string? licence, ILoggerFactory logging) => new MapperConfiguration(
        c =>
        {
            c.LicenseKey = licence;
            c.AddProfile<ZohoMapProfile>();
        },
        logging).CreateMapper();

    /// <summary>Zoho's number as decimal text; what is written with an exponent becomes plain digits.</summary>
    public static string? Amount(string? number) =>
        decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value.ToString(CultureInfo.InvariantCulture) : null;

    private static string NameOf(PersonBody person) =>
        person.FullName is { Length: > 0 } whole ? whole : string.Join(' ', new[] { person.FirstName, person.LastName }.Where(part => !string.IsNullOrEmpty(part)));

    private static LookupBody? Known(LookupBody? contact) => contact?.Id is null ? null : contact;

    private static IMappingExpression<TBody, TRecord> Person<TBody, TRecord>(IMappingExpression<TBody, TRecord> map)
        where TBody : PersonBody
        where TRecord : ZohoPerson => Record(map)
            .ForMember(to => to.Name, o => o.MapFrom(from => NameOf(from)))
            .ForMember(to => to.Source, o => o.MapFrom(from => from.LeadSource))
            .ForMember(to => to.EmailOptOut, o => o.MapFrom(from => from.EmailOptOut ?? false))
            .ForMember(to => to.CustomerId, o => o.Ignore());

    private static IMappingExpression<TBody, TRecord> Record<TBody, TRecord>(IMappingExpression<TBody, TRecord> map)
        where TBody : RecordBody
        where TRecord : ZohoRecord => map
            .ForMember(to => to.Id, o => o.MapFrom(from => from.Id ?? ""))
            .ForMember(to => to.Tags, o => o.MapFrom(from => from.Tag ?? Array.Empty<string>()))
            .ForMember(to => to.CreatedAt, o => o.MapFrom(from => from.CreatedTime))
            .ForMember(to => to.ModifiedAt, o => o.MapFrom(from => from.ModifiedTime ?? from.CreatedTime ?? default))
            .ForMember(to => to.Changes, o => o.MapFrom(_ => Array.Empty<ZohoChange>()))
            .ForMember(to => to.Raw, o => o.Ignore());
}
