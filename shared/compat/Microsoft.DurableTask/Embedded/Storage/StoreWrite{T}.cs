namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>A function as a piece of work, whose result is given once it is durable.</summary>
internal sealed class StoreWrite<T>(Func<StoreTransaction, T> work) : IStoreWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Completion => _completion.Task;

    public void Execute(StoreTransaction transaction) => _result = work(transaction);

    public void Succeed() => _completion.TrySetResult(_result);

    public void Fail(Exception exception) => _completion.TrySetException(exception);
}
