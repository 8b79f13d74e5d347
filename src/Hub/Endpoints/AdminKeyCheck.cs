using Hub.Configuration;
using Hub.Connectors;

namespace Hub.Endpoints;

/// <summary>Lets requests to the admin API pass only with the key; without a configured key only from this machine.</summary>
/// <param name="next">What follows.</param>
/// <param name="settings">The settings with the key.</param>
internal sealed class AdminKeyCheck(RequestDelegate next, HubSettings settings)
{
    private const string Scheme = "Bearer ";

    /// <summary>Passes the request on, or answers 401.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (IsAllowed(context)) return next(context);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Unproved("Give the admin key as: Authorization: Bearer KEY").ExecuteAsync(context);
    }

    private bool IsAllowed(HttpContext context)
    {
        if (settings.Hub.AdminKey is not { } key) return LocalCaller.Is(context);
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && HmacSignature.SameText(header[Scheme.Length..].Trim(), key);
    }
}
