using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Hub.Tests;

public class LogIdsTests
{
    [Fact]
    public void EveryLogMessage_HasANumberOfItsOwn()
    {
        var hub = typeof(HubHost).Assembly;
        var assemblies = hub.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Hub.", StringComparison.Ordinal)).Select(Assembly.Load).Append(hub);
        const BindingFlags all = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var messages = assemblies.SelectMany(assembly => assembly.GetTypes()).SelectMany(type => type.GetMethods(all))
            .Select(method => (Name: $"{method.DeclaringType!.Name}.{method.Name}", Id: method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)).Where(message => message.Id is not null).ToList();
        messages.Count.ShouldBeGreaterThan(30);
        messages.Where(message => message.Id < 1000).Select(message => message.Name).ShouldBeEmpty();
        messages.GroupBy(message => message.Id).Where(group => group.Count() > 1).SelectMany(group => group.Select(message => $"{group.Key} {message.Name}")).ShouldBeEmpty();
        messages.ShouldContain(message => message.Name == "AdminApi.LogOtherVersion");
    }
}
