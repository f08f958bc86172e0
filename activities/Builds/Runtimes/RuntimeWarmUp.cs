using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipelines.Clusters;
using Pipelines.Oci;

namespace Pipelines.Activities.Builds.Runtimes;

/// <summary>
/// Makes what every application of a language stands on before the first one comes, beside the work: the layers, their
/// image in the registry, its files at the cluster. The first deployment then waits for its own layer alone.
/// </summary>
internal sealed partial class RuntimeWarmUp(
    RuntimeLayers runtimes, IImageRegistry registry, ICluster cluster, IOptions<BuildOptions> options, ILogger<RuntimeWarmUp> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Value.WarmUp ? Task.Run(() => WarmAsync(stoppingToken), stoppingToken) : Task.CompletedTask;

    private async Task WarmAsync(CancellationToken cancellation)
    {
        foreach (var slug in RuntimeLayers.WarmSlugs)
        {
            try
            {
                var runtime = await runtimes.ForAsync(slug, null, cancellation);
                var repository = ImageRepositories.OfRuntime(slug);
                var image = new ImageDefinition { Layers = runtime.Layers, Config = new ContainerConfig() };
                var manifest = await new ImageWriter(registry.Open(repository)).WriteAsync(image, cancellationToken: cancellation);
                await cluster.PrepareImageAsync($"{repository}@{manifest.Digest}", cancellation);
                LogReady(runtime.Name);
            }
            catch (BuildException problem)
            {
                LogAbsent(slug, problem.Message);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // Nothing is lost but time: the first deployment does the same, and says what is wrong.
                LogFailed(problem, slug);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Applications of {Runtime} can start at once")]
    private partial void LogReady(string runtime);

    [LoggerMessage(Level = LogLevel.Debug, Message = "No layers of {Slug}: {Reason}")]
    private partial void LogAbsent(string slug, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The layers of {Slug} cannot be made ready beforehand")]
    private partial void LogFailed(Exception problem, string slug);
}
