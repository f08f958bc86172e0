using Pipelines.AppSpecs;

namespace Pipelines.Functions.Api.Apps;

/// <summary>The body of a request that creates or changes an app, or asks about a spec; here for the API's description, for a spec is read by its own rules.</summary>
/// <param name="Spec">The spec.</param>
/// <param name="ProjectId">The project to create it in.</param>
/// <param name="AppId">The app the spec is meant for (propose).</param>
/// <param name="UpdateAllSourceVersions">Whether an update takes the newest commits, too.</param>
public sealed record AppBody(AppSpec Spec, string? ProjectId = null, string? AppId = null, bool UpdateAllSourceVersions = false);
