using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipelines.Activities.Releases;
using Pipelines.AppSpecs;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>Writes the pods of instances and of jobs.</summary>
internal sealed partial class PodTemplates(ClusterProfile profile, KubernetesOptions options)
{
    private const string TemporaryVolume = "tmp";

    /// <summary>What an ordinary server needs as root of its own container, as on the local node; all of them are of the baseline.</summary>
    private static readonly string[] s_capabilities =
        ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID"];

    /// <summary>The pod of a component that runs all the time.</summary>
    public JsonObject OfInstance(ReleaseKey release, ReleaseComponent component, string? environment) =>
        Template(release, component, component.Kind, environment, "Always", StopsAfterDraining(component) ? component.DrainSeconds : 0);

    /// <summary>The pod of a job's run.</summary>
    public JsonObject OfJob(ReleaseKey release, ReleaseComponent component, string? environment, long deadlineSeconds)
    {
        var template = Template(release, component, ComponentKind.Job, environment, "Never", drainSeconds: 0);
        template["spec"]!["activeDeadlineSeconds"] = deadlineSeconds;
        return template;
    }

    /// <summary>Only what has traffic is drained; a worker is asked to stop at once.</summary>
    private static bool StopsAfterDraining(ReleaseComponent component) => component is { Kind: ComponentKind.Service, DrainSeconds: > 0 };

    private JsonObject Template(ReleaseKey release, ReleaseComponent component, ComponentKind kind, string? environment, string restart, int drainSeconds)
    {
        var spec = new JsonObject
        {
            ["restartPolicy"] = restart,
            ["serviceAccountName"] = ManifestNames.ServiceAccount,
            ["automountServiceAccountToken"] = false,
            ["enableServiceLinks"] = false,
            ["terminationGracePeriodSeconds"] = drainSeconds + component.GracePeriodSeconds,
        };
        spec.With("runtimeClassName", RuntimeClassOf(release.AppId))
            .With("nodeSelector", Manifest.Map(options.NodeSelector))
            .With("imagePullSecrets", options.ImagePullUsername is { Length: > 0 } ? new JsonArray(new JsonObject { ["name"] = ManifestNames.PullSecret }) : null)
            .With("securityContext", new JsonObject { ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" } }.With("runAsNonRoot", IsRestricted ? true : null))
            .With("topologySpreadConstraints", kind == ComponentKind.Job ? null : Spread(release, component))
            .With("containers", new JsonArray(Container(component, kind, environment, drainSeconds)))
            .With("volumes", new JsonArray(new JsonObject { ["name"] = TemporaryVolume, ["emptyDir"] = new JsonObject { ["sizeLimit"] = Quantities.OfBytes(options.EphemeralStorageBytes) } }));
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = ManifestLabels.OfPod(release.AppId, release.ReleaseId, component.Name, kind) },
            ["spec"] = spec,
        };
    }

    private bool IsRestricted => options.PodSecurityLevel == PodSecurityLevel.Restricted;

    private string? RuntimeClassOf(string appId) =>
        options.RuntimeClasses.GetValueOrDefault(appId, options.RuntimeClass) is { Length: > 0 } name ? name : null;

    private JsonObject Container(ReleaseComponent component, ComponentKind kind, string? environment, int drainSeconds)
    {
        var isInstance = kind != ComponentKind.Job;
        return new JsonObject { ["name"] = ManifestNames.Container, ["image"] = ImageOf(component), ["imagePullPolicy"] = "IfNotPresent" }
            .With("command", component.RunCommand is { } command ? Manifest.List(["/bin/sh", "-c", Literally(command)]) : null)
            .With("envFrom", environment is null ? null : new JsonArray(new JsonObject { ["secretRef"] = new JsonObject { ["name"] = environment } }))
            .With("ports", isInstance ? Manifest.List(Ports(component)) : null)
            .With("resources", Resources(component))
            .With("startupProbe", isInstance ? Probes.Startup(component) : null)
            .With("readinessProbe", isInstance ? Probes.Readiness(component) : null)
            .With("livenessProbe", isInstance ? Probes.Liveness(component) : null)
            .With("lifecycle", drainSeconds > 0 ? new JsonObject { ["preStop"] = Sleep(drainSeconds) } : null)
            .With("terminationMessagePolicy", "FallbackToLogsOnError")
            .With("securityContext", SecurityContext())
            .With("volumeMounts", new JsonArray(new JsonObject { ["name"] = TemporaryVolume, ["mountPath"] = "/tmp" }));
    }

    private string ImageOf(ReleaseComponent component) => options.ImageRegistry is { Length: > 0 } registry
        ? $"{registry}/{component.Image}"
        : throw new InvalidOperationException("Kubernetes pulls images from a registry: set Pipelines:Registry:Host, or Pipelines:Kubernetes:ImageRegistry where nodes reach it by another name.");

    private static IEnumerable<JsonNode> Ports(ReleaseComponent component) =>
        ServicePorts.Of(component).Select(port => (JsonNode)new JsonObject { ["name"] = port.Name, ["containerPort"] = port.Number, ["protocol"] = "TCP" });

    private JsonObject Resources(ReleaseComponent component) => new()
    {
        ["limits"] = Amounts(component.CpuMillicores, component.MemoryBytes, options.EphemeralStorageBytes),
        ["requests"] = Amounts(
            Quantities.Part(component.CpuMillicores, options.CpuRequestPercent),
            Quantities.PartOfBytes(component.MemoryBytes, options.MemoryRequestPercent),
            Quantities.PartOfBytes(options.EphemeralStorageBytes, 10)),
    };

    private static JsonObject Amounts(long millicores, long memory, long storage) => new()
    {
        ["cpu"] = Quantities.OfCpu(millicores),
        ["ephemeral-storage"] = Quantities.OfBytes(storage),
        ["memory"] = Quantities.OfBytes(memory),
    };

    private JsonObject Sleep(int seconds) => profile.HasSleepAction
        ? new JsonObject { ["sleep"] = new JsonObject { ["seconds"] = seconds } }
        : new JsonObject { ["exec"] = new JsonObject { ["command"] = Manifest.List(["sleep", $"{seconds}"]) } };

    private JsonObject SecurityContext() => new()
    {
        ["allowPrivilegeEscalation"] = false,
        ["capabilities"] = new JsonObject { ["drop"] = Manifest.List(["ALL"]), ["add"] = Manifest.List(IsRestricted ? ["NET_BIND_SERVICE"] : s_capabilities) },
    };

    private static JsonArray? Spread(ReleaseKey release, ReleaseComponent component) => component is { InstanceCount: 1, Scaling: null or { MaxInstances: 1 } }
        ? null
        : new JsonArray([.. new[] { "kubernetes.io/hostname", "topology.kubernetes.io/zone" }.Select(key => new JsonObject
        {
            ["maxSkew"] = 1,
            ["topologyKey"] = key,
            ["whenUnsatisfiable"] = "ScheduleAnyway",
            ["labelSelector"] = new JsonObject { ["matchLabels"] = ManifestLabels.Selector(release.AppId, release.ReleaseId, component.Name) },
        })]);

    /// <summary>Keeps the kubelet from reading $(NAME) as a variable of its own, and $$ as a dollar: both are the shell's.</summary>
    private static string Literally(string command) => Dollar().Replace(command, "$$$$");

    [GeneratedRegex(@"\$(?=[$(])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Dollar();
}
