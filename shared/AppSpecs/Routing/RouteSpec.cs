namespace Pipelines.AppSpecs;

/// <summary>Deprecated in favour of <see cref="IngressRule"/>: a path prefix routed to a component.</summary>
public sealed record RouteSpec
{
    /// <summary>The prefix, starting with a slash; unique in the application.</summary>
    public string? Path { get; init; }

    /// <summary>True forwards the path as it is; false trims the prefix. Default false.</summary>
    public bool PreservePathPrefix { get; init; }
}
