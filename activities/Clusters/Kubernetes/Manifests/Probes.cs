using System.Text.Json.Nodes;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>Writes health checks (Kubernetes, Probe).</summary>
internal static class Probes
{
    /// <summary>The readiness check.</summary>
    public static JsonObject? Readiness(ReleaseComponent component)
    {
        if (component.Readiness is not { Port: > 0 } probe)
        {
            return null;
        }

        // A startup check, where there is one, has waited already.
        var delay = Startup(component) is null ? probe.InitialDelaySeconds : 0;
        return Common(component, probe with { InitialDelaySeconds = delay }, probe.SuccessThreshold);
    }

    /// <summary>The liveness check. One success always makes it pass: the API refuses any other number.</summary>
    public static JsonObject? Liveness(ReleaseComponent component) =>
        component.Liveness is { Port: > 0 } probe ? Common(component, probe, successes: 1) : null;

    /// <summary>
    /// A service that starts slowly must not be killed by its liveness check before it was ever ready: it has as long as its
    /// readiness check gives it.
    /// </summary>
    public static JsonObject? Startup(ReleaseComponent component) =>
        component is { Readiness: { Port: > 0 } readiness, Liveness.Port: > 0 } ? Common(component, readiness, successes: 1) : null;

    /// <summary>The seconds from an instance's start within which its check must have passed.</summary>
    public static int WindowSeconds(HealthProbe? probe) =>
        probe is null ? 0 : probe.InitialDelaySeconds + probe.PeriodSeconds * (probe.FailureThreshold + probe.SuccessThreshold) + probe.TimeoutSeconds;

    private static JsonObject Common(ReleaseComponent component, HealthProbe probe, int successes) => Handler(component, probe)
        .With("initialDelaySeconds", probe.InitialDelaySeconds)
        .With("periodSeconds", probe.PeriodSeconds)
        .With("timeoutSeconds", probe.TimeoutSeconds)
        .With("successThreshold", successes)
        .With("failureThreshold", probe.FailureThreshold);

    // The kubelet asks by HTTP/1.1 alone: of a server that speaks only HTTP/2 without TLS it learns no more than that it listens.
    private static JsonObject Handler(ReleaseComponent component, HealthProbe probe) =>
        probe.HttpPath is { } path && !(component.Http2 && probe.Port == component.HttpPort)
            ? new JsonObject { ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = probe.Port, ["scheme"] = "HTTP" } }
            : new JsonObject { ["tcpSocket"] = new JsonObject { ["port"] = probe.Port } };
}
