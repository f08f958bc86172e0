using Microsoft.DurableTask;

namespace Pipelines.DurableTask.Embedded.Execution;

/// <summary>A step, or the wait for an event, whose result has a type.</summary>
internal sealed class PendingStep<T>(string name, DataConverter converter) : IPendingStep
{
    private readonly TaskCompletionSource<T> _completion = new();

    public string Name => name;

    public Task<T> Task => _completion.Task;

    public void Complete(string? data)
    {
        T value;
        try
        {
            value = converter.Deserialize<T>(data)!;
        }
        catch (Exception exception)
        {
            Fail(exception);
            return;
        }

        OrchestrationSynchronizationContext.Complete(() => _completion.TrySetResult(value));
    }

    public void Fail(Exception exception) => OrchestrationSynchronizationContext.Complete(() => _completion.TrySetException(exception));

    public void Cancel(CancellationToken cancellation) => OrchestrationSynchronizationContext.Complete(() => _completion.TrySetCanceled(cancellation));
}
