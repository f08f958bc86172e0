namespace Pipelines.Oci;

/// <summary>
/// A directory of OCI image layouts, one per repository: the store where no registry is configured. Every repository
/// is a complete layout that other tools can read (<c>skopeo inspect oci:DIRECTORY/REPOSITORY:TAG</c>). Safe among
/// tasks and processes; what a dead process left behind is ignored.
/// </summary>
public sealed class LayoutRegistry : IImageRegistry
{
    private readonly string root;
    private readonly TimeProvider timeProvider;

    /// <summary>Opens a directory, made when the first image is written.</summary>
    public LayoutRegistry(string root, TimeProvider? timeProvider = null)
    {
        this.root = Path.GetFullPath(root);
        this.timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    /// <exception cref="FormatException">The name breaks the grammar, or one of its components is <c>blobs</c>, which every layout uses itself.</exception>
    public IImageRepository Open(string repository)
    {
        ImageReference.ValidateRepository(repository);
        if (repository.Split('/').Contains("blobs"))
        {
            throw new FormatException($"'{repository}' cannot name a repository in a directory of image layouts: 'blobs' is reserved.");
        }

        return new LayoutRepository(root, repository, timeProvider);
    }
}
