using Hub.Storage;

namespace Hub.Tests.Storage;

public sealed class WriteQueueTests
{
    [Theory]
    [InlineData(300, 0, 256, 0)]
    [InlineData(300, 10, 246, 10)]
    [InlineData(300, 128, 128, 128)]
    [InlineData(300, 300, 128, 128)]
    [InlineData(50, 300, 50, 206)]
    [InlineData(0, 300, 0, 256)]
    [InlineData(3, 4, 3, 4)]
    public async Task ABatch_GivesAppendsHalfWhileOtherWorkWaits(int appends, int others, int takenAppends, int takenOthers)
    {
        var queue = new WriteQueue(capacity: 512);
        await Add(queue, WriteKind.Append, appends);
        await Add(queue, WriteKind.Read, others);
        var batch = queue.Take();
        batch.Count(operation => operation.Kind == WriteKind.Append).ShouldBe(takenAppends);
        batch.Count(operation => operation.Kind == WriteKind.Read).ShouldBe(takenOthers);
    }

    [Fact]
    public async Task AFullQueue_RefusesAnAppendAndLetsOthersWait()
    {
        var queue = new WriteQueue(capacity: 1);
        await Add(queue, WriteKind.Append, 1);
        await Add(queue, WriteKind.Read, 1);
        await Add(queue, WriteKind.Append, 1).ShouldThrowAsync<StoreBusyException>();

        var waiting = Add(queue, WriteKind.Read, 1);
        waiting.IsCompleted.ShouldBeFalse();
        queue.Take().Count.ShouldBe(3);
        await waiting;
    }

    [Fact]
    public async Task WhatABatchLeftBehind_IsNotWaitedFor()
    {
        var queue = new WriteQueue(capacity: 512);
        await Add(queue, WriteKind.Read, 300);
        queue.Wait(Timeout.InfiniteTimeSpan).ShouldBeTrue();
        queue.Take().Count.ShouldBe(256);
        queue.Wait(Timeout.InfiniteTimeSpan).ShouldBeTrue();
        queue.Take().Count.ShouldBe(44);
    }

    [Fact]
    public async Task AClosedQueue_IsEmptiedFirst()
    {
        var queue = new WriteQueue(capacity: 4);
        await Add(queue, WriteKind.Read, 1);
        queue.Close();
        queue.Wait(Timeout.InfiniteTimeSpan).ShouldBeTrue();
        queue.Take().Count.ShouldBe(1);
        queue.Wait(Timeout.InfiniteTimeSpan).ShouldBeFalse();
        await Add(queue, WriteKind.Read, 1).ShouldThrowAsync<StoreUnavailableException>();
        await Add(queue, WriteKind.Append, 1).ShouldThrowAsync<StoreUnavailableException>();
    }

    private static async Task Add(WriteQueue queue, WriteKind kind, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await queue.AddAsync(new WriteOperation<int>(kind, _ => ValueTask.FromResult(0), CancellationToken.None), CancellationToken.None);
        }
    }
}
