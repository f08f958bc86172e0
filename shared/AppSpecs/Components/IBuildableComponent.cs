namespace Pipelines.AppSpecs;

/// <summary>A component with a source. Members that its kind does not have are null.</summary>
public interface IBuildableComponent : IComponent
{
    /// <summary>Any git repository by clone URL.</summary>
    GitSource? Git { get; }

    /// <summary>A repository on GitHub.</summary>
    GitHubSource? GitHub { get; }

    /// <summary>A repository on GitLab.</summary>
    GitLabSource? GitLab { get; }

    /// <summary>A repository on Bitbucket.</summary>
    BitbucketSource? Bitbucket { get; }

    /// <summary>A ready-made image; not for static sites and functions.</summary>
    ImageSource? Image { get; }

    /// <summary>Path of a Dockerfile from the repository's root; null builds with what is detected.</summary>
    string? DockerfilePath { get; }

    /// <summary>Command that replaces the detected build command.</summary>
    string? BuildCommand { get; }

    /// <summary>Command that replaces the detected run command; not for static sites and functions.</summary>
    string? RunCommand { get; }

    /// <summary>The language or framework, for instance <c>node-js</c>.</summary>
    string? EnvironmentSlug { get; }
}
