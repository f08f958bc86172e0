namespace Pipelines.Oci.Runtime;

/// <summary>The capability sets of a process, by names such as <c>CAP_CHOWN</c>.</summary>
/// <param name="Bounding">What can ever be gained.</param>
/// <param name="Effective">What is checked.</param>
/// <param name="Permitted">What can be made effective.</param>
public sealed record RuntimeCapabilities(IReadOnlyList<string> Bounding, IReadOnlyList<string> Effective, IReadOnlyList<string> Permitted)
{
    /// <summary>Gets the empty sets.</summary>
    public static RuntimeCapabilities None { get; } = new([], [], []);

    /// <summary>The same names in every set.</summary>
    /// <param name="names">The capabilities.</param>
    public static RuntimeCapabilities Of(params IReadOnlyList<string> names) => new(names, names, names);
}
