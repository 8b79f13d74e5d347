using System.Text.Json;
using Hub.Commands;

namespace Hub.Tests.Commands;

public class CommandJsonTests
{
    [Fact]
    public void CopyOfTheStore_IsWrittenWithItsFileAndSize()
    {
        var json = JsonElement.Parse(CommandJson.Write(new StoreCopied("/backups/hub.db", 4096, null)));
        (json.GetProperty("file").GetString(), json.GetProperty("bytes").GetInt64(), json.GetProperty("replaced").ValueKind).ShouldBe(("/backups/hub.db", 4096, JsonValueKind.Null));
    }
}
