// Most of a test's time here is waiting for a hub of its own, so that more go side by side than there are processors.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
