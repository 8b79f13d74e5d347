using System.Globalization;
using AutoMapper;

namespace Hub.Connectors.WhatsApp;

/// <summary>Meta's words → what mappings see. What needs more than one part of the webhook (people, times, summaries) is put in by the reader.</summary>
internal sealed class WhatsAppMapProfile : Profile
{
    public WhatsAppMapProfile()
    {
        CreateMap<MessagePart, MessageReceived>(MemberList.None)
            .ForMember(to => to.MessageId, map => map.MapFrom(from => from.Id))
            .ForMember(to => to.Kind, map => map.Ignore())
            .ForMember(to => to.Text, map => map.Ignore())
            .ForMember(to => to.From, map => map.Ignore())
            .ForMember(to => to.Button, map => map.Ignore())
            .ForMember(to => to.ListReply, map => map.MapFrom(from => from.Interactive!.ListReply))
            .ForMember(to => to.FlowReply, map => map.MapFrom(from => from.Interactive!.NfmReply))
            .ForMember(to => to.ReplyTo, map => map.MapFrom(from => from.Context!.Id))
            .ForMember(to => to.Product, map => map.MapFrom(from => from.Context!.ReferredProduct))
            .ForMember(to => to.IsForwarded, map => map.MapFrom(from => from.Context != null && (from.Context.Forwarded || from.Context.FrequentlyForwarded)));
        CreateMap<MediaPart, Media>()
            .ForMember(to => to.FileName, map => map.MapFrom(from => from.Filename))
            .ForMember(to => to.IsVoice, map => map.MapFrom(from => from.Voice))
            .ForMember(to => to.IsAnimated, map => map.MapFrom(from => from.Animated));
        CreateMap<LocationPart, Location>();
        CreateMap<CardPart, ContactCard>()
            .ForMember(to => to.Name, map => map.MapFrom(from => from.Name!.FormattedName))
            .ForMember(to => to.Phones, map => map.MapFrom(from => from.Phones!.Select(phone => phone.Phone).OfType<string>()));
        CreateMap<ChoicePart, Choice>();
        CreateMap<ButtonPart, Choice>()
            .ForMember(to => to.Id, map => map.MapFrom(from => from.Payload))
            .ForMember(to => to.Title, map => map.MapFrom(from => from.Text))
            .ForMember(to => to.Description, map => map.Ignore());
        CreateMap<FlowPart, FlowReply>();
        // An empty emoji says the same as an absent one: the reaction was taken back.
        CreateMap<ReactionPart, Reaction>()
            .ForMember(to => to.Emoji, map => map.MapFrom(from => string.IsNullOrEmpty(from.Emoji) ? null : from.Emoji));
        CreateMap<OrderPart, CatalogueOrder>()
            .ForMember(to => to.Text, map => map.MapFrom(from => string.IsNullOrEmpty(from.Text) ? null : from.Text))
            .ForMember(to => to.Items, map => map.MapFrom(from => from.ProductItems));
        CreateMap<OrderItemPart, CatalogueItem>()
            .ForMember(to => to.ProductId, map => map.MapFrom(from => from.ProductRetailerId))
            .ForMember(to => to.Quantity, map => map.MapFrom(from => Whole(from.Quantity)))
            .ForMember(to => to.Price, map => map.MapFrom(from => Money.Parse(from.ItemPrice, from.Currency)));
        CreateMap<ProductPart, Product>()
            .ForMember(to => to.ProductId, map => map.MapFrom(from => from.ProductRetailerId));
        CreateMap<ReferralPart, Referral>()
            .ForMember(to => to.ClickId, map => map.MapFrom(from => from.CtwaClid));
        CreateMap<ErrorPart, MessageError>()
            .ForMember(to => to.Details, map => map.MapFrom(from => from.ErrorData!.Details));
        CreateMap<PricingPart, Pricing>()
            .ForMember(to => to.IsBillable, map => map.MapFrom(from => from.Billable))
            .ForMember(to => to.Model, map => map.MapFrom(from => Lower(from.PricingModel)));
        CreateMap<TemplatePart, TemplateChanged>(MemberList.None)
            .ForMember(to => to.TemplateId, map => map.MapFrom(from => from.MessageTemplateId))
            .ForMember(to => to.Name, map => map.MapFrom(from => from.MessageTemplateName))
            .ForMember(to => to.Language, map => map.MapFrom(from => from.MessageTemplateLanguage))
            .ForMember(to => to.Status, map => map.MapFrom(from => Lower(from.Event)))
            .ForMember(to => to.Category, map => map.MapFrom(from => Lower(from.NewCategory ?? from.MessageTemplateCategory)))
            .ForMember(to => to.PreviousCategory, map => map.MapFrom(from => Lower(from.PreviousCategory)))
            .ForMember(to => to.Quality, map => map.MapFrom(from => Lower(from.NewQualityScore)));
        CreateMap<AccountPart, AccountChanged>(MemberList.None)
            .ForMember(to => to.What, map => map.MapFrom(from => Lower(from.Event)))
            .ForMember(to => to.DisplayNumber, map => map.MapFrom(from => from.DisplayPhoneNumber))
            .ForMember(to => to.Limit, map => map.MapFrom(from => Lower(from.CurrentLimit)));
    }

    private static long? Whole(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Lower(string? text) => text?.ToLowerInvariant();
}
