using Pipelines.Clusters;

namespace Pipelines.Node.Jobs;

/// <summary>A job under way.</summary>
internal sealed class ActiveJob(string appId, string? image)
{
    private readonly TaskCompletionSource<JobResult> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int started;

    public string AppId => appId;

    /// <summary>Gets the image that it runs.</summary>
    public string? Image => image;

    public Task<JobResult> Result => result.Task;

    /// <summary>Gets the signal to cease looking after it.</summary>
    public CancellationTokenSource Halted { get; } = new();

    /// <summary>Gets or sets a value indicating whether it is stopped then, or left running.</summary>
    public bool StopWhenHalted { get; set; }

    /// <summary>Gets or sets a value indicating whether somebody asked for its end alone.</summary>
    public bool IsCanceled { get; set; }

    /// <summary>Begins, once however often it is called.</summary>
    public void Start(Func<Task<JobResult>> execute)
    {
        if (Interlocked.Exchange(ref started, 1) == 0)
        {
            _ = Task.Run(async () =>
            {
                try
                {
                    result.SetResult(await execute());
                }
                catch (OperationCanceledException)
                {
                    result.SetCanceled();
                }
                catch (Exception exception)
                {
                    result.SetException(exception);
                }
            });
        }
    }
}
