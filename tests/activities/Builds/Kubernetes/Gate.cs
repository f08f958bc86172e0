namespace Pipelines.Activities.Tests.Builds.Kubernetes;

/// <summary>Where builds of tests stop and wait until the test lets them go on.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int visitors;

    /// <summary>Gets a task that ends when the first build has come.</summary>
    public Task Reached => reached.Task;

    /// <summary>Gets how many builds have come.</summary>
    public int Visitors => Volatile.Read(ref visitors);

    /// <summary>Gets or sets the number of the first build that need not wait.</summary>
    public int OpenFrom { get; set; } = int.MaxValue;

    /// <summary>Lets all go on.</summary>
    public void Open() => open.TrySetResult();

    /// <summary>A build comes and waits.</summary>
    public async Task PassAsync(CancellationToken cancellation)
    {
        var number = Interlocked.Increment(ref visitors);
        _ = reached.TrySetResult();
        if (number >= OpenFrom)
        {
            return;
        }

        await open.Task.WaitAsync(cancellation);
    }
}
