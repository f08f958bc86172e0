using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipelines.Activities.Builds;
using Pipelines.Functions.Api.Detect;

namespace Pipelines.Functions.Start;

/// <summary>Removes, once and beside the work, what a control plane that died has left on this machine.</summary>
/// <param name="builder">Knows what builds leave.</param>
/// <param name="detection">Leaves what it looks at.</param>
/// <param name="logger">Logs.</param>
internal sealed partial class LeftoverCleanUp(IBuilder builder, SourceDetection detection, ILogger<LeftoverCleanUp> logger) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request is taken, which may make a directory of its own there.
        detection.CleanUp();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await builder.CleanUpAsync(stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What is left costs space, not correctness: the platform serves all the same.
            LogFailed(exception);
        }
    }
}
