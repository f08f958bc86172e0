using System.Collections.ObjectModel;

namespace Octokit;

/// <summary>A deployment to tell GitHub of.</summary>
public class NewDeployment
{
    /// <summary>Initializes a new instance of the <see cref="NewDeployment"/> class.</summary>
    /// <param name="ref">The branch, tag or commit.</param>
    public NewDeployment(string @ref)
    {
        ArgumentException.ThrowIfNullOrEmpty(@ref);
        Ref = @ref;
    }

    /// <summary>Gets the branch, tag or commit.</summary>
    public string Ref { get; }

    /// <summary>Gets or sets what it does; null for <c>deploy</c>.</summary>
    public string? Task { get; set; }

    /// <summary>Gets or sets whether GitHub merges the default branch into the reference first; null means that it does.</summary>
    public bool? AutoMerge { get; set; }

    /// <summary>Gets or sets the contexts that must be well; null for all there are, empty for none.</summary>
#pragma warning disable CA2227 // As the official one is.
    public Collection<string>? RequiredContexts { get; set; }

    /// <summary>Gets or sets what its maker wants to find there again.</summary>
    public Dictionary<string, string>? Payload { get; set; }
#pragma warning restore CA2227

    /// <summary>Gets or sets where it goes; null for <c>production</c>.</summary>
    public string? Environment { get; set; }

    /// <summary>Gets or sets what it says.</summary>
    public string? Description { get; set; }

    /// <summary>Gets or sets whether the environment will be gone one day.</summary>
    public bool? TransientEnvironment { get; set; }

    /// <summary>Gets or sets whether users meet it.</summary>
    public bool? ProductionEnvironment { get; set; }
}
