using System.Reflection;
using Hub.Tests.Docs;
using Microsoft.Extensions.Logging;

namespace Hub.Tests;

public class LogIdsTests
{
    [Fact]
    public void Operations_TellsEveryWarningAndError_AndNoneThatThereIsNot()
    {
        var told = Documents.Rows("docs/operations.md").Where(row => row.Count == 3).SelectMany(row => row[0].Split(' ')).Where(id => id.Length == 4 && id.All(char.IsAsciiDigit)).Select(int.Parse);
        told.ShouldBe(Messages().Where(message => message.Of.Level >= LogLevel.Warning).Select(message => message.Of.EventId), ignoreOrder: true);
    }

    [Fact]
    public void EveryLogMessage_HasANumberOfItsOwn()
    {
        var messages = Messages().ConvertAll(message => (message.Name, Id: message.Of.EventId));
        messages.Count.ShouldBeGreaterThan(30);
        messages.Where(message => message.Id < 1000).Select(message => message.Name).ShouldBeEmpty();
        messages.GroupBy(message => message.Id).Where(group => group.Count() > 1).SelectMany(group => group.Select(message => $"{group.Key} {message.Name}")).ShouldBeEmpty();
        messages.ShouldContain(message => message.Name == "AdminApi.LogOtherVersion");
    }

    private static List<(string Name, LoggerMessageAttribute Of)> Messages()
    {
        var hub = typeof(HubHost).Assembly;
        var assemblies = hub.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Hub.", StringComparison.Ordinal)).Select(Assembly.Load).Append(hub);
        const BindingFlags all = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return
        [
            .. from assembly in assemblies
               from type in assembly.GetTypes()
               from method in type.GetMethods(all)
               let message = method.GetCustomAttribute<LoggerMessageAttribute>()
               where message is not null
               select ($"{type.Name}.{method.Name}", message),
        ];
    }
}
