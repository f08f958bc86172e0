namespace Pipelines.AppSpecs.Tests;

public sealed class DiffTests
{
    private const string Base = """
        name: shop
        envs:
          - { key: SHARED_BUILD, value: a, scope: BUILD_TIME }
          - { key: SHARED_RUN, value: a, scope: RUN_TIME }
        services:
          - name: api
            github: { repo: acme/shop, branch: main }
            source_dir: api
            run_command: bin/api
            envs:
              - { key: BOTH, value: a }
              - { key: TOKEN, value: s3cret, type: SECRET, scope: RUN_TIME }
              - { key: DB, value: "${db.DATABASE_URL}", scope: RUN_TIME }
        static_sites:
          - name: web
            github: { repo: acme/shop, branch: main }
            source_dir: web
            envs:
              - { key: SHARED_BUILD, value: own }
        workers:
          - name: mailer
            image: { registry_type: DOCR, repository: mailer }
            envs:
              - { key: API, value: "${api.PRIVATE_URL}" }
        databases:
          - name: db
        """;

    [Fact]
    public void Nothing_is_to_be_done_for_the_same_spec_written_otherwise()
    {
        var previous = TestSpecs.Valid(Base);

        AppSpecDiff.Compare(previous, AppSpecNormalizer.Normalize(previous)).IsEmpty.ShouldBeTrue();
        AppSpecDiff.Compare(previous, previous with { Services = [previous.Services[0] with { Envs = [.. previous.Services[0].Envs.Reverse()] }] }).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_first_spec_adds_every_component()
    {
        var changes = AppSpecDiff.Compare(null, TestSpecs.Valid(Base));

        changes.Components.Select(change => (change.Name, change.Kind, change.Action)).ShouldBe(
        [
            ("api", ComponentKind.Service, ComponentAction.Add),
            ("web", ComponentKind.StaticSite, ComponentAction.Add),
            ("mailer", ComponentKind.Worker, ComponentAction.Add),
        ]);
        changes.NeedsBuild.ShouldBeTrue();
        changes.App.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("branch: main }\n    source_dir: api", "branch: next }\n    source_dir: api", "Rebuild,None,None", "github.branch changed")]
    [InlineData("source_dir: api", "source_dir: backend", "Rebuild,None,None", "source_dir changed")]
    [InlineData("source_dir: api", "source_dir: api\n    dockerfile_path: Dockerfile", "Rebuild,None,None", "dockerfile_path was added")]
    [InlineData("source_dir: api", "source_dir: api\n    build_command: make", "Rebuild,None,None", "build_command was added")]
    [InlineData("source_dir: api", "source_dir: api\n    environment_slug: go", "Rebuild,None,None", "environment_slug was added")]
    [InlineData("source_dir: web", "source_dir: web\n    output_dir: out", "None,Rebuild,None", "output_dir was added")]
    [InlineData("repository: mailer", "repository: mailer, tag: v2", "None,None,Rebuild", "image.tag changed")]
    [InlineData("repository: mailer", "repository: mailer, deploy_on_push: { enabled: true }", "None,None,None", "image.deploy_on_push was added")]
    [InlineData("SHARED_BUILD, value: a", "SHARED_BUILD, value: b", "Rebuild,None,None", "envs.SHARED_BUILD has another value at build time")]
    [InlineData("SHARED_BUILD, value: own", "SHARED_BUILD, value: new", "None,Rebuild,None", "envs.SHARED_BUILD has another value at build time")]
    [InlineData("SHARED_RUN, value: a", "SHARED_RUN, value: b", "Redeploy,None,Redeploy", "envs.SHARED_RUN has another value at run time")]
    [InlineData("BOTH, value: a", "BOTH, value: b", "Rebuild,None,None", "envs.BOTH has another value at build time")]
    [InlineData("BOTH, value: a }", "BOTH, value: a, scope: RUN_TIME }", "Rebuild,None,None", "envs.BOTH was removed at build time")]
    [InlineData("value: s3cret", "value: newS3cret", "Redeploy,None,None", "envs.TOKEN has another value at run time")]
    [InlineData("run_command: bin/api", "run_command: bin/api -v", "Redeploy,None,None", "run_command changed")]
    [InlineData("run_command: bin/api", "run_command: bin/api\n    instance_count: 2\n    instance_size_slug: apps-s-1vcpu-1gb", "Redeploy,None,None", "instance_count changed from 1 to 2")]
    [InlineData("run_command: bin/api", "run_command: bin/api\n    health_check: { http_path: / }", "Redeploy,None,None", "health_check was added")]
    [InlineData("run_command: bin/api", "run_command: bin/api\n    http_port: 5000", "Redeploy,None,Redeploy", "http_port changed from 8080 to 5000")]
    [InlineData("source_dir: web", "source_dir: web\n    error_document: e.html", "None,Redeploy,None", "error_document was added")]
    [InlineData("name: db", "name: db\n    version: '16'", "Redeploy,None,None", "envs.DB refers to database db, which changed")]
    [InlineData("name: shop", "name: shop\nfeatures: [buildpack-stack=ubuntu-22]", "Rebuild,Rebuild,None", "features changed what components are built with")]
    [InlineData("name: shop", "name: shop\negress: { type: DEDICATED_IP }", "Redeploy,None,Redeploy", "egress changed")]
    public void Each_change_says_what_it_needs_and_why(string before, string after, string actions, string reason)
    {
        var next = Parse(Base.Replace(before, after, StringComparison.Ordinal));

        var changes = AppSpecDiff.Compare(Parse(Base), next);

        string.Join(',', changes.Components.Select(change => change.Action)).ShouldBe(actions);
        changes.Components.SelectMany(change => change.Reasons).Select(found => found.ToString()).ShouldContain(reason);
        changes.ToString().ShouldNotContain("3cret");
    }

    [Theory]
    [InlineData("ingress: { rules: [{ component: { name: web } }] }", AppArea.Routing, "ingress.rules")]
    [InlineData("domains: [{ domain: www.example.com }]", AppArea.Domains, "domains")]
    [InlineData("alerts: [{ rule: DEPLOYMENT_LIVE }]", AppArea.Alerts, "alerts")]
    [InlineData("maintenance: { enabled: true }", AppArea.Maintenance, "maintenance")]
    [InlineData("disable_edge_cache: true", AppArea.Edge, "disable_edge_cache")]
    public void What_touches_no_component_is_said_of_the_app(string fields, AppArea area, string path)
    {
        var changes = AppSpecDiff.Compare(Parse(Base), Parse(Base + "\n" + fields));

        changes.IsAppOnly.ShouldBeTrue();
        changes.App.ShouldContain(change => change.Area == area && change.Path == path);
    }

    [Fact]
    public void Alerts_of_a_component_do_not_touch_it()
    {
        var changes = AppSpecDiff.Compare(Parse(Base), Parse(Base.Replace("run_command: bin/api", "run_command: bin/api\n    alerts: [{ rule: RESTART_COUNT, operator: GREATER_THAN, window: ONE_HOUR, value: 1 }]", StringComparison.Ordinal)));

        changes.IsAppOnly.ShouldBeTrue();
        changes.App.ShouldHaveSingleItem().ShouldBe(new AppChange(AppArea.Alerts, "api.alerts", "changed"));
        changes.ActionOf("api").ShouldBe(ComponentAction.None);
    }

    [Fact]
    public void A_component_of_another_kind_is_another_component()
    {
        var previous = Parse(TestSpecs.Component("services", "source_dir: /"));
        var next = Parse(TestSpecs.Component("workers", "source_dir: /"));

        AppSpecDiff.Compare(previous, next).Components.Select(change => (change.Kind, change.Action)).ShouldBe(
            [(ComponentKind.Worker, ComponentAction.Add), (ComponentKind.Service, ComponentAction.Remove)]);
    }

    private static AppSpec Parse(string yaml) => TestSpecs.Valid(yaml);
}
