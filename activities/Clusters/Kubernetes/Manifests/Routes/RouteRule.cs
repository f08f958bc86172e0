using Pipelines.AppSpecs;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;

/// <summary>A rule of the ingress as it holds at certain hosts: either a backend or a redirect.</summary>
/// <param name="Path">Which paths it is about.</param>
/// <param name="Backend">What answers.</param>
/// <param name="Rewrite">What becomes of the path; null when it stays.</param>
/// <param name="Redirect">Where the client is sent instead.</param>
/// <param name="Cors">The CORS policy; null for none, and where what answers has it itself.</param>
internal sealed record RouteRule(RoutePath Path, RouteBackend? Backend, PathRewrite? Rewrite, Redirect? Redirect, CorsPolicy? Cors);
