using Microsoft.DurableTask;
using Pipelines.Activities.Builds;
using Pipelines.Activities.Releases;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Storage.Logs;

namespace Pipelines.Activities.Registry;

/// <summary>Takes the image that a component names into the platform's registry, so that it is deployed by digest and stays there. Idempotent.</summary>
/// <param name="deployments">The deployments.</param>
/// <param name="importer">Copies images.</param>
/// <param name="environments">Decrypts the image's credentials.</param>
/// <param name="logs">Takes the progress.</param>
[DurableTask]
public sealed class ImportImageActivity(DeploymentStore deployments, ImageImporter importer, ComponentEnvironments environments, ILogStore logs)
    : TaskActivity<ComponentBuildRequest, BuildOutcome>
{
    /// <inheritdoc/>
    public override async Task<BuildOutcome> RunAsync(TaskActivityContext context, ComponentBuildRequest input)
    {
        var deployment = await deployments.RequireAsync(input.AppId, input.DeploymentId);
        var component = (IBuildableComponent)deployment.Spec.FindComponent(input.Component)!;
        var stream = LogStreams.Build(input.AppId, input.DeploymentId, input.Component);
        await using var log = await logs.OpenWriteAsync(stream, truncate: true);
        try
        {
            var image = await importer.ImportAsync(
                component.Image!,
                environments.Reveal(component.Image!.RegistryCredentials, input.AppId),
                ImageRepositories.Of(input.AppId, input.Component),
                log.Write,
                CancellationToken.None);
            return new BuildOutcome(new ComponentBuild { Name = component.Name, Kind = component.Kind, Image = image, Builder = "image" }, null);
        }
        catch (BuildException exception)
        {
            log.Write("error: " + exception.Message);
            return new BuildOutcome(null, Failure.Of(exception.Code, exception.Message));
        }
        finally
        {
            await log.FlushAsync();
            await logs.CompleteAsync(stream);
        }
    }
}
