using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.Activities.Builds.Kubernetes;
using Pipelines.Activities.Builds.Kubernetes.Manifests;

namespace Pipelines.Activities.Tests.Builds.Kubernetes.Manifests;

/// <summary>What is created in a cluster, for a reviewer to read. PIPELINES_WRITE_GOLDEN=1 writes the files anew.</summary>
public sealed class GoldenTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 2, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Names => SampleBuilds.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_build_is_rendered_as_recorded(string name)
    {
        var (job, options) = SampleBuilds.Of(name);
        Check(name, new BuildJobRenderer(SampleBuilds.Limits, options).Render(job));
        var again = SampleBuilds.Of(name);
        new BuildJobRenderer(SampleBuilds.Limits, again.Options).Render(again.Job).ToJsonString().ShouldBe(new BuildJobRenderer(SampleBuilds.Limits, options).Render(job).ToJsonString());
    }

    [Fact]
    public void The_namespace_is_rendered_as_recorded()
    {
        var options = new KubernetesBuildOptions { PlatformUrl = new Uri("http://192.0.2.7:8080") };
        Check("namespace", new JsonArray([.. BuildNamespace.Render(options, "10.1.2.3:5000")]));
    }

    [Fact]
    public void A_secret_is_rendered_as_recorded()
    {
        var (job, options) = SampleBuilds.Of("buildpacks");
        Check("secret", BuildSecretRenderer.Render(job, options.Namespace, job.EnvironmentSecret, new Dictionary<string, string> { ["B"] = "2", ["A"] = "1" }, "uid-1"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_step_has_more_than_it_needs(string name)
    {
        var (job, options) = SampleBuilds.Of(name);
        var pod = new BuildJobRenderer(SampleBuilds.Limits, options).Render(job)["spec"]!["template"]!["spec"]!;
        ((bool)pod["automountServiceAccountToken"]!).ShouldBeFalse();
        foreach (var container in pod["initContainers"]!.AsArray().Concat(pod["containers"]!.AsArray()))
        {
            var security = container!["securityContext"]!;
            ((bool)security["privileged"]!).ShouldBeFalse();
            var isRoot = (int?)security["runAsUser"] == 0;
            isRoot.ShouldBe(name == "kaniko" && (string)container["name"]! == "build");
            var text = container.ToJsonString();
            var runsForeignCode = (string)container["name"]! is "detect" or "build" or "build-command" && name.StartsWith("buildpacks", StringComparison.Ordinal);
            if (runsForeignCode)
            {
                text.ShouldNotContain("-access");
                text.ShouldNotContain("CNB_REGISTRY_AUTH");
            }

            container["resources"]!["limits"]!["memory"].ShouldNotBeNull();
            container["resources"]!["limits"]!["ephemeral-storage"].ShouldNotBeNull();
        }
    }

    private static void Check(string name, JsonNode document)
    {
        var text = document.ToJsonString(Indented) + "\n";
        var path = Path.Combine(Path.GetDirectoryName(Here())!, "Golden", name + ".json");
        if (Environment.GetEnvironmentVariable("PIPELINES_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(path, text);
        }

        text.ShouldBe(File.ReadAllText(path));
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
