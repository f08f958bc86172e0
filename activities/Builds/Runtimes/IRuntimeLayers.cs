namespace Pipelines.Activities.Builds.Runtimes;

/// <summary>The lowest layers of images: the operating system's essentials and the language runtimes of this machine.</summary>
public interface IRuntimeLayers
{
    /// <summary>Writes the layers of the languages installed on this machine, so that no build has to wait for them. Problems are logged and otherwise without effect.</summary>
    Task WarmAsync(CancellationToken cancellation);
}
