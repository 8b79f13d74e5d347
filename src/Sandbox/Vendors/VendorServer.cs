using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sandbox.Vendors;

/// <summary>The HTTP side of a simulator: a small server on loopback that notes calls, strikes with faults and lets one look inside.</summary>
internal sealed class VendorServer : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Compact = new() { TypeInfoResolver = PlainJson.Default };

    private static readonly JsonSerializerOptions Indented = new(Compact)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly WebApplication app;
    private readonly VendorKit kit;
    private readonly Func<Fault, Answer> refuse;

    /// <summary>A server that does not listen yet.</summary>
    /// <param name="kit">What the simulator works with.</param>
    /// <param name="refuse">The vendor's own shape of a 429 or 503.</param>
    public VendorServer(VendorKit kit, Func<Fault, Answer> refuse)
    {
        this.kit = kit;
        this.refuse = refuse;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, kit.Port));
        app = builder.Build();
    }

    /// <summary>The address, once it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Adds an operation of the vendor.</summary>
    public void Api(string method, string pattern, Func<Call, Answer> operation) =>
        app.MapMethods(pattern, [method], context => ServeAsync(context, operation));

    /// <summary>Adds something that only the Sandbox has: no fault strikes it and no log notes it.</summary>
    public void Control(string method, string pattern, Func<Call, ControlBody, Answer> operation) => Control(method, pattern, (call, body, _) => Task.FromResult(operation(call, body)));

    /// <summary>Listens.</summary>
    /// <param name="vendor">What it shows of itself under <c>/_sandbox</c>.</param>
    /// <param name="unknown">The vendor's answer to an address that it does not have.</param>
    public async Task StartAsync(IVendor vendor, Func<Call, Answer> unknown)
    {
        Control("GET", "state", (_, _) => new(200, vendor.Describe()));
        Control("GET", "clock", (_, _) => ShowClock());
        Control("POST", "clock", MoveClockAsync);
        Control("GET", "faults", (_, _) => new(200, new JsonArray([.. kit.Faults.On.Select(f => (JsonNode)f.ToString())])));
        Control("DELETE", "faults", (_, _) =>
        {
            kit.Faults.Clear();
            return new(204);
        });
        Control("POST", "faults", (_, body) =>
        {
            var fault = Fault.Read(body);
            kit.Faults.Set(fault);
            return new(200, new JsonObject { ["on"] = fault.ToString() });
        });
        Control("GET", "requests", (_, _) => new(200, new JsonObject
        {
            ["calls"] = new JsonArray([.. kit.Log.Calls.TakeLast(200).Select(Show)]),
            ["webhooks"] = new JsonArray([.. kit.Log.Tries.TakeLast(200).Select(Show)]),
        }));
        app.MapFallback(context => ServeAsync(context, unknown));
        await app.StartAsync();
        Address = new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single() + "/");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static JsonNode Show(VendorCall call) => new JsonObject
    {
        ["at"] = call.At,
        ["call"] = $"{call.Method} {call.Path}",
        ["body"] = call.Body,
        ["status"] = call.Status,
        ["fault"] = call.Fault?.ToString(),
    };

    private static JsonNode Show(DeliveryTry attempt) => new JsonObject
    {
        ["at"] = attempt.At,
        ["id"] = attempt.Id,
        ["topic"] = attempt.Topic,
        ["try"] = attempt.Try,
        ["status"] = attempt.Status,
    };

    private static async Task<Call> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return new(context.Request, body.ToArray());
    }

    private static async Task WriteAsync(HttpContext context, Answer answer, JsonSerializerOptions form)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers ?? new Dictionary<string, string>()) context.Response.Headers[name] = value;
        if (answer.Bytes is { } bytes)
        {
            context.Response.ContentType = answer.MimeType;
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
            return;
        }

        if (answer.Json is null) return;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer.Json.ToJsonString(form), context.RequestAborted);
    }

    private static Answer Refused(int status, string sentence) => new(status, new JsonObject { ["error"] = sentence });

    private void Control(string method, string pattern, Func<Call, ControlBody, CancellationToken, Task<Answer>> operation) =>
        app.MapMethods($"/_sandbox/{pattern}", [method], async context =>
        {
            var call = await ReadAsync(context);
            Answer answer;
            try
            {
                answer = call is { Bytes.Length: > 0, Json: null } ? Refused(400, "The body is no JSON.") : await operation(call, new(call.Json), context.RequestAborted);
            }
            catch (WrongControlException wrong)
            {
                answer = Refused(400, wrong.Message);
            }

            await WriteAsync(context, answer, Indented);
        });

    private Answer ShowClock() => new(200, new JsonObject { ["now"] = kit.Clock.GetUtcNow() });

    private async Task<Answer> MoveClockAsync(Call call, ControlBody body, CancellationToken cancel)
    {
        var by = body.Hours("advance");
        try
        {
            await kit.Clock.MoveAsync(by, cancel);
            return ShowClock();
        }
        catch (HttpRequestException failed)
        {
            return Refused(409, $"The hub's clock cannot be moved, so the vendors' clocks stay too: a hub of your own must run, with Hub:Sandbox=true. {failed.Message}");
        }
    }

    private async Task ServeAsync(HttpContext context, Func<Call, Answer> operation)
    {
        var call = await ReadAsync(context);
        kit.Log.Pass(ExchangePoint.CallArrived);
        var fault = kit.Faults.Hit(FaultKind.TooManyRequests) ?? kit.Faults.Hit(FaultKind.ServerError);
        var answer = fault is null ? operation(call) : refuse(fault);
        if (answer.Changed)
        {
            kit.Log.Pass(ExchangePoint.EffectMade);
            fault = kit.Faults.Hit(FaultKind.TimeoutAfterEffect);
        }

        var silent = fault is { Kind: FaultKind.TimeoutAfterEffect };
        kit.Log.Add(new VendorCall(kit.Clock.GetUtcNow(), context.Request.Method, context.Request.Path + context.Request.QueryString, call.Text, silent ? null : answer.Status, fault?.Kind));
        if (silent)
        {
            await HoldAsync(context, TimeSpan.FromSeconds(fault!.Seconds ?? 0.3));
            return;
        }

        kit.Log.Pass(ExchangePoint.CallAnswered);
        await WriteAsync(context, answer, Compact);
    }

    private static async Task HoldAsync(HttpContext context, TimeSpan time)
    {
        await Task.Delay(time, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }
}

/// <summary>The JSON of the simulators is built by hand, as nodes.</summary>
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonArray))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class PlainJson : JsonSerializerContext;
