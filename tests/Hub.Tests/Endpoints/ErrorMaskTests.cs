using Hub.Endpoints;

namespace Hub.Tests.Endpoints;

public sealed class ErrorMaskTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("desk.yaml:7:9: \"my card is 4111 1111 1111 1111\" is no timestamp; write it as 2026-01-31T12:00:00Z. (in timestamp(event.text))", "desk.yaml:7:9: \"…\" is no timestamp; write it as 2026-01-31T12:00:00Z. (in timestamp(event.text))")]
    [InlineData("desk.yaml:7:9: \"say \"4111\" (in secret)\" is no int. (in int(event.text == \"x\"))", "desk.yaml:7:9: \"…\" is no int. (in int(event.text == \"x\"))")]
    [InlineData("desk.yaml:7:9: \"first line\n4111\" is no int. (in int(event.text))", "desk.yaml:7:9: \"…\" is no int. (in int(event.text))")]
    [InlineData("The vendor says \"Anna", "The vendor says \"…\"")]
    [InlineData("There is no template 'order_shipped'.", "There is no template 'order_shipped'.")]
    [InlineData("The connection 'desk' is not there, nor 'Anna's own'.", "The connection 'desk' is not there, nor '…'.")]
    [InlineData("The route's limit of 5 in 1 h is used up.", "The route's limit of 5 in 1 h is used up.")]
    [InlineData("The calendar support is closed until 2026-11-23 09:00:00Z.", "The calendar support is closed until 2026-11-23 09:00:00Z.")]
    [InlineData("(#131026) Message to +49 151 12345678 failed for anna@example.com", "(#131026) Message to …5678 failed for …@example.com")]
    [InlineData("Command 66b0123456789abc2411d46512345678 failed.", "Command 66b0123456789abc2411d46512345678 failed.")]
    [InlineData("No message wamid.HBgNNDkxNTExMjM0NTY3OBUCABIYFjNFQjBENkI5 is known.", "No message wamid.…35e3f999 is known.")]
    public void Sentence_KeepsWhatItSaysAndLosesWhatItQuotes(string? error, string? hidden) => ErrorMask.Hide(error).ShouldBe(hidden);
}
