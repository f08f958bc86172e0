using System.Text;
using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests;

public sealed class ManifestRendererTests
{
    private static readonly ReleaseComponent s_web = new()
    {
        Name = "web",
        Kind = ComponentKind.Service,
        Image = "apps/web@sha256:00",
        HttpPort = 8080,
        Readiness = new HealthProbe("/healthz", 8080, 7, 3, 2, 4, 5),
    };

    [Fact]
    public void The_same_release_is_the_same_bytes_whatever_order_its_dictionaries_have()
    {
        var pairs = Enumerable.Range(0, 50).Select(index => KeyValuePair.Create($"KEY_{index * 7919 % 50}", $"value {index}")).ToList();
        var random = new Random(1);
        var selector = new Dictionary<string, string> { ["zone"] = "a", ["disk"] = "ssd" };
        var first = Text(pairs, selector);
        for (var round = 0; round < 5; round++)
        {
            Text(pairs.OrderBy(_ => random.Next()), selector.OrderBy(_ => random.Next()).ToDictionary()).ShouldBe(first);
        }

        static string Text(IEnumerable<KeyValuePair<string, string>> environment, Dictionary<string, string> nodes)
        {
            var release = Release(s_web with { Environment = environment.ToDictionary(pair => pair.Key, pair => pair.Value) });
            return string.Join('\n', Rendered.Renderer(Rendered.Options with { NodeSelector = nodes }).RenderRelease(release).Select(document => document.ToJsonString()));
        }
    }

    [Fact]
    public void A_changed_value_renames_the_secret_and_so_changes_the_pods()
    {
        string[] before = Names("a"), same = Names("a"), after = Names("b");
        same.ShouldBe(before);
        after.ShouldNotBe(before);

        static string[] Names(string value)
        {
            var documents = Rendered.Renderer().RenderRelease(Release(s_web with { Environment = new Dictionary<string, string> { ["KEY"] = value } }));
            var secret = (string)documents.Single(Is("Secret"))["metadata"]!["name"]!;
            Pod(documents)["containers"]![0]!["envFrom"]![0]!["secretRef"]!["name"]!.ToString().ShouldBe(secret);
            return [secret];
        }
    }

    [Fact]
    public void Names_fit_for_the_longest_component()
    {
        var component = new string('c', 31) + "9";
        var release = Release(s_web with { Name = component, InstanceCount = 3, Scaling = new InstanceScaling(3, 9, 80), Environment = new Dictionary<string, string> { ["A"] = "b" } });
        var renderer = Rendered.Renderer(Rendered.With(GatewayKind.Istio).Options, Rendered.With(GatewayKind.Istio).Catalog);
        var run = new JobRun { Key = $"{release.Id}-{component}", AppId = release.AppId, ReleaseId = release.Id, Component = s_web with { Name = component } };
        JsonObject[] documents = [.. renderer.RenderRelease(release), .. renderer.RenderServices(release), .. renderer.RenderJob(run)];
        documents.Length.ShouldBeGreaterThan(7);
        foreach (var document in documents)
        {
            // A pod's name adds 17 characters to its Deployment's.
            var limit = (string?)document["kind"] == "Deployment" ? 63 - 17 : 63;
            ((string)document["metadata"]!["name"]!).Length.ShouldBeLessThanOrEqualTo(limit);
            ((string)document["metadata"]!["name"]!).ShouldMatch(@"\A[a-z]([a-z0-9-]*[a-z0-9])?\z");
            document["metadata"]!["labels"]!.AsObject().ShouldAllBe(label => ((string)label.Value!).Length <= 63);
        }
    }

    [Fact]
    public void Releases_of_an_app_share_no_object_but_the_stable_ones()
    {
        var first = Rendered.Renderer().RenderRelease(Release(s_web)).Select(Key).ToList();
        var second = Rendered.Renderer().RenderRelease(Release(s_web) with { Id = "0199a0a0-0000-7000-8000-000000000003" }).Select(Key).ToList();
        first.Intersect(second).ShouldBeEmpty();
        var services = Rendered.Renderer().RenderServices(Release(s_web));
        Key(services.ShouldHaveSingleItem()).ShouldBe("Service/web");
        services[0]["spec"]!["selector"]![ManifestLabels.Release]!.ToString().ShouldBe(Planned.DeploymentId);

        static string Key(JsonObject document) => $"{document["kind"]}/{document["metadata"]!["name"]}";
    }

    [Fact]
    public void An_instance_is_fenced_in()
    {
        var spec = Pod(Rendered.Renderer().RenderRelease(Release(s_web)));
        spec["runtimeClassName"]!.ToString().ShouldBe("gvisor");
        spec["automountServiceAccountToken"]!.GetValue<bool>().ShouldBeFalse();
        spec["enableServiceLinks"]!.GetValue<bool>().ShouldBeFalse();
        spec["securityContext"]!.ToJsonString().ShouldBe("""{"seccompProfile":{"type":"RuntimeDefault"}}""");
        var container = spec["containers"]![0]!["securityContext"]!;
        container["allowPrivilegeEscalation"]!.GetValue<bool>().ShouldBeFalse();
        container["capabilities"]!["drop"]!.ToJsonString().ShouldBe("""["ALL"]""");
        container["capabilities"]!["add"]!.AsArray().Select(item => (string)item!).ShouldBeSubsetOf(PodSecurity.BaselineCapabilities);
    }

    [Fact]
    public void The_restricted_level_lets_no_root_in()
    {
        var options = Rendered.Options with { PodSecurityLevel = PodSecurityLevel.Restricted };
        var spec = Pod(Rendered.Renderer(options).RenderRelease(Release(s_web)));
        spec["securityContext"]!["runAsNonRoot"]!.GetValue<bool>().ShouldBeTrue();
        spec["containers"]![0]!["securityContext"]!["capabilities"]!.ToJsonString().ShouldBe("""{"drop":["ALL"],"add":["NET_BIND_SERVICE"]}""");
        Rendered.Renderer(options).RenderApp(Planned.AppId, "shop")[0]["metadata"]!["labels"]!["pod-security.kubernetes.io/enforce"]!.ToString().ShouldBe("restricted");
    }

    [Fact]
    public void The_runtime_is_chosen_for_all_apps_or_for_one()
    {
        RuntimeOf(Rendered.Options with { RuntimeClass = "kata" }).ShouldBe("kata");
        RuntimeOf(Rendered.Options with { RuntimeClass = "" }).ShouldBeNull();
        RuntimeOf(Rendered.Options with { RuntimeClasses = new Dictionary<string, string> { [Planned.AppId] = "" } }).ShouldBeNull();
        RuntimeOf(Rendered.Options with { RuntimeClasses = new Dictionary<string, string> { ["another"] = "" } }).ShouldBe("gvisor");

        static string? RuntimeOf(KubernetesOptions options) => (string?)Pod(Rendered.Renderer(options).RenderRelease(Release(s_web)))["runtimeClassName"];
    }

    [Fact]
    public void Checks_are_what_the_spec_says()
    {
        var ready = Container(s_web)["readinessProbe"]!;
        ready.ToJsonString().ShouldBe("""{"httpGet":{"path":"/healthz","port":8080,"scheme":"HTTP"},"initialDelaySeconds":7,"periodSeconds":3,"timeoutSeconds":2,"successThreshold":4,"failureThreshold":5}""");
        Container(s_web)["startupProbe"].ShouldBeNull();

        // With a liveness check, the readiness check's time is kept free of it.
        var both = Container(s_web with { Liveness = new HealthProbe(null, 9000, 5, 10, 1, 3, 18) });
        both["startupProbe"]!["initialDelaySeconds"]!.GetValue<int>().ShouldBe(7);
        both["readinessProbe"]!["initialDelaySeconds"]!.GetValue<int>().ShouldBe(0);
        both["livenessProbe"]!.ToJsonString().ShouldContain("""{"tcpSocket":{"port":9000},"initialDelaySeconds":5""");
        both["livenessProbe"]!["successThreshold"]!.GetValue<int>().ShouldBe(1);

        // The kubelet speaks no HTTP/2, and a check without a port asks nobody.
        Container(s_web with { Http2 = true })["readinessProbe"]!["tcpSocket"]!["port"]!.GetValue<int>().ShouldBe(8080);
        Container(s_web with { Readiness = null, Liveness = new HealthProbe(null, 0, 5, 10, 1, 1, 18) })["livenessProbe"].ShouldBeNull();
    }

    [Fact]
    public void An_instance_drains_and_then_has_its_grace_period()
    {
        var web = s_web with { DrainSeconds = 10, GracePeriodSeconds = 30 };
        Pod(Rendered.Renderer().RenderRelease(Release(web)))["terminationGracePeriodSeconds"]!.GetValue<int>().ShouldBe(40);
        Container(web)["lifecycle"]!.ToJsonString().ShouldBe("""{"preStop":{"sleep":{"seconds":10}}}""");
        Container(web, Catalogs.Old)["lifecycle"]!.ToJsonString().ShouldBe("""{"preStop":{"exec":{"command":["sleep","10"]}}}""");
        var worker = web with { Kind = ComponentKind.Worker, HttpPort = 0 };
        Container(worker)["lifecycle"].ShouldBeNull();
        Pod(Rendered.Renderer().RenderRelease(Release(worker)))["terminationGracePeriodSeconds"]!.GetValue<int>().ShouldBe(30);
    }

    [Theory]
    [InlineData("echo $HOME", "echo $HOME")]
    [InlineData("echo $(date)", "echo $$(date)")]
    [InlineData("echo $$", "echo $$$")]
    [InlineData("echo $$$(x)", "echo $$$$$$(x)")]
    public void The_kubelet_leaves_the_shell_its_dollars(string command, string written)
    {
        Container(s_web with { RunCommand = command })["command"]![2]!.ToString().ShouldBe(written);
        KubeletExpansion(written).ShouldBe(command);
    }

    [Fact]
    public void Scaling_is_by_the_instances_size_and_begins_with_the_least()
    {
        var scaled = s_web with { InstanceCount = 2, Scaling = new InstanceScaling(2, 8, 75), CpuMillicores = 2000 };
        var documents = Rendered.Renderer().RenderRelease(Release(scaled));
        documents.Single(Is("Deployment"))["spec"]!["replicas"]!.GetValue<int>().ShouldBe(2);
        var scaler = documents.Single(Is("HorizontalPodAutoscaler"));
        scaler["apiVersion"]!.ToString().ShouldBe("autoscaling/v2");
        scaler["spec"]!["metrics"]![0]!["resource"]!["target"]!["averageValue"]!.ToString().ShouldBe("1500m");
        Rendered.Renderer(catalog: Catalogs.Old).RenderRelease(Release(scaled)).Single(Is("HorizontalPodAutoscaler"))["apiVersion"]!.ToString().ShouldBe("autoscaling/v2beta2");

        // A range of one number is that number.
        Rendered.Renderer().RenderRelease(Release(s_web with { InstanceCount = 3, Scaling = new InstanceScaling(3, 3, 80) })).Single(Is("Deployment"))["spec"]!["replicas"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public void Several_instances_are_spread_and_go_one_by_one()
    {
        var several = Rendered.Renderer(catalog: Catalogs.Old).RenderRelease(Release(s_web with { InstanceCount = 2 }));
        several.Single(Is("PodDisruptionBudget"))["apiVersion"]!.ToString().ShouldBe("policy/v1beta1");
        Pod(several)["topologySpreadConstraints"]!.AsArray().Count.ShouldBe(2);
        var one = Rendered.Renderer().RenderRelease(Release(s_web));
        one.ShouldNotContain(document => Is("PodDisruptionBudget")(document));
        Pod(one)["topologySpreadConstraints"].ShouldBeNull();
    }

    [Fact]
    public void A_job_runs_once_for_its_time()
    {
        var run = new JobRun { Key = "key", AppId = Planned.AppId, ReleaseId = Planned.DeploymentId, Component = s_web with { Kind = ComponentKind.Job, RunCommand = "./migrate" }, Timeout = TimeSpan.FromSeconds(90.5) };
        var job = Rendered.Renderer().RenderJob(run).ShouldHaveSingleItem();
        job["spec"]!["backoffLimit"]!.GetValue<int>().ShouldBe(0);
        var pod = job["spec"]!["template"]!["spec"]!;
        pod["activeDeadlineSeconds"]!.GetValue<long>().ShouldBe(91);
        job["spec"]!["activeDeadlineSeconds"]!.GetValue<long>().ShouldBeGreaterThan(91 + 120, "a pod stopped at its own deadline keeps its output");
        pod["restartPolicy"]!.ToString().ShouldBe("Never");
        var container = pod["containers"]![0]!.AsObject();
        new[] { "readinessProbe", "ports", "lifecycle" }.ShouldAllBe(field => !container.ContainsKey(field));
        Rendered.Renderer().RenderJob(run with { Key = "other" })[0]["metadata"]!["name"]!.ToString().ShouldNotBe(job["metadata"]!["name"]!.ToString());
    }

    [Fact]
    public void Credentials_to_pull_images_are_kept_in_the_apps_namespace()
    {
        var options = Rendered.Options with { ImagePullUsername = "puller", ImagePullPassword = "s3cret" };
        var secret = Rendered.Renderer(options).RenderApp(Planned.AppId, "shop").Single(Is("Secret"));
        Encoding.UTF8.GetString(Convert.FromBase64String((string)secret["data"]![".dockerconfigjson"]!))
            .ShouldBe("""{"auths":{"registry.example.com":{"auth":"LOGIN"}}}""".Replace("LOGIN", Convert.ToBase64String("puller:s3cret"u8), StringComparison.Ordinal));
        Pod(Rendered.Renderer(options).RenderRelease(Release(s_web)))["imagePullSecrets"]![0]!["name"]!.ToString().ShouldBe(ManifestNames.PullSecret);
        options.ToString().ShouldNotContain("s3cret");
    }

    [Fact]
    public void Sites_and_what_runs_elsewhere_have_no_pods()
    {
        var release = Release(s_web with { Upstream = new Uri("http://10.0.0.1") }) with { };
        Rendered.Renderer().RenderRelease(release).ShouldBeEmpty();
        Rendered.Renderer().RenderRelease(Release(new ReleaseComponent { Name = "docs", Kind = ComponentKind.StaticSite, SiteDigest = "sha256:00" })).ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_registry_nothing_is_rendered() =>
        Should.Throw<InvalidOperationException>(() => Rendered.Renderer(Rendered.Options with { ImageRegistry = null }).RenderRelease(Release(s_web))).Message.ShouldContain("Pipelines:Registry:Host");

    [Theory]
    [InlineData("Shop")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("a-")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890")]
    public void An_id_that_is_no_name_is_refused(string id) => Should.Throw<ArgumentException>(() => Rendered.Renderer().RenderApp(id, "shop"));

    private static Release Release(params ReleaseComponent[] components) => new() { Id = Planned.DeploymentId, AppId = Planned.AppId, AppName = "shop", Components = components };

    private static JsonNode Container(ReleaseComponent component, ApiCatalog? catalog = null) =>
        Pod(Rendered.Renderer(catalog: catalog).RenderRelease(Release(component)))["containers"]![0]!;

    private static JsonNode Pod(IEnumerable<JsonObject> documents) => documents.Single(Is("Deployment"))["spec"]!["template"]!["spec"]!;

    private static Func<JsonObject, bool> Is(string kind) => document => (string?)document["kind"] == kind;

    /// <summary>What the kubelet makes of a command without any variable (Kubernetes, third_party/forked/golang/expansion as documented).</summary>
    private static string KubeletExpansion(string text)
    {
        var result = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            result.Append(text[index]);
            if (text[index] == '$' && index + 1 < text.Length && text[index + 1] == '$')
            {
                index++;
            }
        }

        return result.ToString();
    }
}
