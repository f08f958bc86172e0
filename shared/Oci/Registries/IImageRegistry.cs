namespace Pipelines.Oci;

/// <summary>A store of image repositories: a registry, or a directory of image layouts.</summary>
public interface IImageRegistry
{
    /// <summary>
    /// Opens a repository; nothing is contacted or created yet.
    /// </summary>
    /// <param name="repository">The repository's name within the registry, for example <c>apps/shop/web</c>.</param>
    /// <exception cref="FormatException">The name breaks the distribution specification's grammar.</exception>
    IImageRepository Open(string repository);
}
