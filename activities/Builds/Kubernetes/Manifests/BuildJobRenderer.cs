using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Pipelines.Activities.Builds.Kubernetes.Manifests;

/// <summary>Renders the Job of a build. Pure: the same build gives the same document, byte for byte.</summary>
internal sealed class BuildJobRenderer(BuildOptions limits, KubernetesBuildOptions options)
{
    private const int GracePeriodSeconds = 5;

    /// <summary>Renders the Job, its inputs' digest noted on it.</summary>
    public JsonObject Render(BuildJob job)
    {
        var spec = Spec(job);
        return new()
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = new JsonObject
            {
                ["name"] = job.Name,
                ["namespace"] = options.Namespace,
                ["labels"] = BuildLabels.For(job),
                ["annotations"] = new JsonObject { [BuildLabels.Inputs] = DigestOf(spec), [BuildLabels.Key] = job.Key },
            },
            ["spec"] = spec,
        };
    }

    private static string DigestOf(JsonObject spec) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(spec.ToJsonString())));

    private JsonObject Spec(BuildJob job) => new()
    {
        ["activeDeadlineSeconds"] = (long)job.Timeout.TotalSeconds,

        // What fails fails for a reason that another try does not remove; what vanishes the platform runs again.
        ["backoffLimit"] = 0,
        ["ttlSecondsAfterFinished"] = (long)options.KeepFinished.TotalSeconds,
        ["template"] = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["labels"] = BuildLabels.For(job),
                ["annotations"] = new JsonObject { ["cluster-autoscaler.kubernetes.io/safe-to-evict"] = "false" },
            },
            ["spec"] = PodSpec(job),
        },
    };

    private JsonObject PodSpec(BuildJob job)
    {
        var steps = job.Steps.Select(step => Container(job, step)).ToList();
        var spec = new JsonObject
        {
            ["restartPolicy"] = "Never",
            ["serviceAccountName"] = BuildNamespace.ServiceAccount,
            ["automountServiceAccountToken"] = false,
            ["enableServiceLinks"] = false,
            ["terminationGracePeriodSeconds"] = GracePeriodSeconds,
            ["securityContext"] = new JsonObject { ["fsGroup"] = job.Identity.Group },
            ["initContainers"] = new JsonArray([.. steps[..^1]]),
            ["containers"] = new JsonArray(steps[^1]),
            ["volumes"] = new JsonArray([.. job.Volumes.Select(volume => (JsonNode)Volume(volume))]),
        };
        if (job.RuntimeClass.Length > 0)
        {
            spec["runtimeClassName"] = job.RuntimeClass;
        }

        if (options.NodeSelector.Count > 0)
        {
            spec["nodeSelector"] = new JsonObject(options.NodeSelector.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        }

        if (options.Tolerations.Count > 0)
        {
            spec["tolerations"] = new JsonArray([.. options.Tolerations.Select(Toleration)]);
        }

        return spec;
    }

    private JsonObject Container(BuildJob job, BuildStep step)
    {
        var container = new JsonObject
        {
            ["name"] = step.Name,
            ["image"] = step.Image,
            ["imagePullPolicy"] = "IfNotPresent",
            ["terminationMessagePolicy"] = "File",
            ["securityContext"] = SecurityContext(job, step),
            ["resources"] = Resources(),
        };
        if (step.Command.Count > 0)
        {
            container["command"] = Strings(step.Command);
        }

        if (step.Arguments.Count > 0)
        {
            container["args"] = Strings(step.Arguments);
        }

        if (step.Environment.Count + step.Secrets.Count > 0)
        {
            container["env"] = new JsonArray(
            [
                .. step.Environment.OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable => new JsonObject { ["name"] = variable.Key, ["value"] = variable.Value }),
                .. step.Secrets.Select(FromSecret),
            ]);
        }

        if (step.Directory is not null)
        {
            container["workingDir"] = step.Directory;
        }

        container["volumeMounts"] = new JsonArray([.. step.Mounts.Select(Mount)]);
        return container;
    }

    private static JsonObject SecurityContext(BuildJob job, BuildStep step) => step.Privileges switch
    {
        StepPrivileges.UnpackingRoot => new()
        {
            ["runAsUser"] = 0,
            ["runAsGroup"] = 0,
            ["allowPrivilegeEscalation"] = false,
            ["privileged"] = false,
            ["capabilities"] = new JsonObject
            {
                ["drop"] = Strings(["ALL"]),
                ["add"] = Strings(["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETFCAP", "SETGID", "SETUID"]),
            },
            ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
        },
        StepPrivileges.UserNamespaces => new()
        {
            ["runAsNonRoot"] = true,
            ["runAsUser"] = job.Identity.User,
            ["runAsGroup"] = job.Identity.Group,
            ["privileged"] = false,
            ["seccompProfile"] = new JsonObject { ["type"] = "Unconfined" },
        },
        _ => new()
        {
            ["runAsNonRoot"] = true,
            ["runAsUser"] = job.Identity.User,
            ["runAsGroup"] = job.Identity.Group,
            ["allowPrivilegeEscalation"] = false,
            ["privileged"] = false,
            ["readOnlyRootFilesystem"] = true,
            ["capabilities"] = new JsonObject { ["drop"] = Strings(["ALL"]) },
            ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
        },
    };

    // Steps run one after the other: each may use all that the build may.
    private JsonObject Resources() => new()
    {
        ["requests"] = new JsonObject
        {
            ["cpu"] = options.CpuRequest,
            ["memory"] = Bytes(options.MemoryRequestBytes ?? limits.MemoryBytes),
        },
        ["limits"] = new JsonObject
        {
            ["cpu"] = options.CpuLimit,
            ["memory"] = Bytes(limits.MemoryBytes),
            ["ephemeral-storage"] = Bytes(limits.MaxWorkspaceBytes),
        },
    };

    private JsonObject Volume(BuildVolume volume)
    {
        var rendered = new JsonObject { ["name"] = volume.Name };
        if (volume.Claim is not null)
        {
            rendered["persistentVolumeClaim"] = new JsonObject { ["claimName"] = volume.Claim };
        }
        else if (volume.Secret is not null)
        {
            var secret = new JsonObject { ["secretName"] = volume.Secret, ["defaultMode"] = 288 };
            if (volume.Keys.Count > 0)
            {
                secret["items"] = new JsonArray([.. volume.Keys.Select(key => new JsonObject { ["key"] = key, ["path"] = key })]);
            }

            rendered["secret"] = secret;
        }
        else
        {
            rendered["emptyDir"] = new JsonObject { ["sizeLimit"] = Bytes(limits.MaxWorkspaceBytes) };
        }

        return rendered;
    }

    private static JsonObject Mount(BuildMount mount)
    {
        var rendered = new JsonObject { ["name"] = mount.Volume, ["mountPath"] = mount.Path };
        if (mount.SubPath.Length > 0)
        {
            rendered["subPath"] = mount.SubPath;
        }

        if (mount.IsReadOnly)
        {
            rendered["readOnly"] = true;
        }

        return rendered;
    }

    private static JsonObject FromSecret(SecretVariable variable) => new()
    {
        ["name"] = variable.Name,
        ["valueFrom"] = new JsonObject { ["secretKeyRef"] = new JsonObject { ["name"] = variable.Secret, ["key"] = variable.Key } },
    };

    private static JsonObject Toleration(TolerationOptions toleration)
    {
        var rendered = new JsonObject { ["operator"] = toleration.Value is null ? "Exists" : "Equal" };
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("key", toleration.Key), ("value", toleration.Value), ("effect", toleration.Effect)])
        {
            if (!string.IsNullOrEmpty(value))
            {
                rendered[name] = value;
            }
        }

        return rendered;
    }

    private static string Bytes(long bytes) => bytes % (1 << 20) == 0 ? $"{bytes >> 20}Mi" : $"{bytes}";

    private static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
