namespace Pipelines.Activities.Builds;

/// <summary>The names of the repositories that hold the images of apps, and of the runtimes below them.</summary>
public static class ImageRepositories
{
    /// <summary>The repository of a component.</summary>
    /// <param name="appId">The app's id.</param>
    /// <param name="component">The component's name.</param>
    public static string Of(string appId, string component) => $"apps/{appId}/{component}";

    /// <summary>The repository of a language's runtime, from which those of apps take its layers.</summary>
    /// <param name="slug">The build environment.</param>
    public static string OfRuntime(string slug) => $"runtimes/{slug}";
}
