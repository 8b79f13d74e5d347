using System.Text;
using Hub.Benchmarks.Load;

namespace EndToEnd.Tests.Benchmarks;

public sealed class HttpAnswerTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy", 503)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\n\r\nbusy", null)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbusy\r\n0\r\n\r\n", 503)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbusy\r\n", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Len", null)]
    public void Status_IsThereWhenTheWholeAnswerIs(string answer, int? expected) => HttpAnswer.Status(Encoding.ASCII.GetBytes(answer)).ShouldBe(expected);
}
