namespace Pipelines.Functions.Api.Deployments;

/// <summary>The body of a request for a restart.</summary>
public sealed record RestartBody
{
    /// <summary>Gets the components; empty for all.</summary>
    public IReadOnlyList<string> Components { get; init => field = value ?? []; } = [];
}
