namespace Pipelines.AppSpecs.Tests;

public sealed class NormalizerTests
{
    [Fact]
    public void Defaults_become_explicit()
    {
        var spec = Normalize(TestSpecs.WithService("health_check: {}\nliveness_health_check: {}\nenvs: [{ key: A, value: b }]"));

        var service = spec.Services[0];
        spec.Region.ShouldBe("nyc");
        service.HttpPort.ShouldBe(8080);
        service.InstanceCount.ShouldBe(1);
        service.InstanceSizeSlug.ShouldBe("apps-s-1vcpu-0.5gb");
        service.Envs[0].Scope.ShouldBe(EnvScope.RunAndBuildTime);
        service.HealthCheck.ShouldBe(new HealthCheck { InitialDelaySeconds = 0, PeriodSeconds = 10, TimeoutSeconds = 1, SuccessThreshold = 1, FailureThreshold = 9 });
        service.LivenessHealthCheck.ShouldBe(new HealthCheck { InitialDelaySeconds = 5, PeriodSeconds = 10, TimeoutSeconds = 1, SuccessThreshold = 1, FailureThreshold = 18 });
    }

    [Theory]
    [InlineData("instance_count: 3", 3)]
    [InlineData("autoscaling: { min_instance_count: 1, max_instance_count: 3 }", null)]
    public void Several_instances_get_a_size_that_allows_them(string fields, int? count)
    {
        var service = Normalize(TestSpecs.WithService(fields)).Services[0];

        service.InstanceSizeSlug.ShouldBe("apps-s-1vcpu-1gb");
        service.InstanceCount.ShouldBe(count);
        (service.Autoscaling?.Metrics?.Cpu?.Percent).ShouldBe(count is null ? 80 : null);
    }

    [Fact]
    public void The_deprecated_health_check_path_is_moved() =>
        Normalize(TestSpecs.WithService("health_check: { path: /up }")).Services[0].HealthCheck!.HttpPath.ShouldBe("/up");

    [Fact]
    public void A_service_for_other_components_only_is_not_routed()
    {
        var spec = Normalize(TestSpecs.WithService("internal_ports: [5000]"));

        spec.Services[0].HttpPort.ShouldBeNull();
        spec.Ingress.ShouldBeNull();
    }

    [Fact]
    public void Routes_and_their_cors_policy_become_rules()
    {
        var spec = Normalize(TestSpecs.WithService("routes: [{ path: /a, preserve_path_prefix: true }, { path: /b }]\ncors: { allow_methods: [GET] }"));

        spec.Services[0].Routes.ShouldBeEmpty();
        spec.Services[0].Cors.ShouldBeNull();
        spec.Ingress!.Rules.Select(rule => rule.Match!.Path!.Prefix).ShouldBe(["/a", "/b"]);
        spec.Ingress.Rules.Select(rule => rule.Component!.PreservePathPrefix).ShouldBe([true, false]);
        spec.Ingress.Rules.ShouldAllBe(rule => rule.Cors!.AllowMethods[0] == "GET");
    }

    [Fact]
    public void Explicit_rules_stay_and_take_the_policy_of_their_component()
    {
        var spec = Normalize(TestSpecs.WithService("routes: [{ path: /a }, { path: /b }]\ncors: { allow_methods: [GET] }")
            + "\ningress: { rules: [{ match: { path: { prefix: /a } }, component: { name: web, rewrite: /x } }, { match: { path: { exact: /r } }, redirect: { uri: /s } }] }");

        spec.Ingress!.Rules.Select(rule => rule.Match!.Path!.Prefix ?? rule.Match.Path.Exact).ShouldBe(["/a", "/r", "/b"]);
        spec.Ingress.Rules[0].Component!.Rewrite.ShouldBe("/x");
        spec.Ingress.Rules[0].Cors.ShouldNotBeNull();
        spec.Ingress.Rules[1].Redirect.ShouldBe(new Redirect { Uri = "/s", Scheme = "https", RedirectCode = 302 });
    }

    [Fact]
    public void The_first_domain_is_primary_unless_another_is()
    {
        Normalize(TestSpecs.WithApp("domains: [{ domain: a.example.com }, { domain: b.example.com }]")).Domains
            .Select(domain => domain.Type).ShouldBe([DomainType.Primary, DomainType.Alias]);
        Normalize(TestSpecs.WithApp("domains: [{ domain: a.example.com }, { domain: b.example.com, type: PRIMARY }]")).Domains
            .Select(domain => domain.Type).ShouldBe([DomainType.Alias, DomainType.Primary]);
    }

    [Theory]
    [InlineData("everything.yaml")]
    [InlineData("single-service.yaml")]
    [InlineData("monorepo.yaml")]
    public void The_normal_form_is_valid_and_its_own_normal_form(string golden)
    {
        var normal = Normalize(TestSpecs.Golden(golden));

        AppSpecNormalizer.Normalize(normal).ShouldBe(normal);
        TestSpecs.Valid(AppSpecWriter.ToYaml(normal)).ShouldBe(normal);
    }

    private static AppSpec Normalize(string yaml) => AppSpecNormalizer.Normalize(TestSpecs.Valid(yaml));
}
