namespace Pipelines.Orchestrations.Tests.Platform;

/// <summary>A build that goes on until a test lets it end, or it is cancelled.</summary>
internal sealed class HeldBuild
{
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that completes when the build has begun.</summary>
    public Task Begun => begun.Task;

    /// <summary>Lets it end well.</summary>
    public void Release() => released.SetResult();

    /// <summary>Begins, and waits to be released.</summary>
    public Task RunAsync(CancellationToken cancellation)
    {
        begun.SetResult();
        return released.Task.WaitAsync(cancellation);
    }
}
