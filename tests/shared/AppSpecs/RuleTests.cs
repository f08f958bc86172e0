namespace Pipelines.AppSpecs.Tests;

/// <summary>Each rule and limit, by a spec that breaks it alone.</summary>
public sealed class RuleTests
{
    private static readonly string s_long = new('a', 257);

    [Theory]
    [InlineData("name: a", "name", "name must be 2 to 32 lower-case letters")]
    [InlineData("name: App", "name", "name must be 2 to 32 lower-case letters")]
    [InlineData("name: app-", "name", "name must be 2 to 32 lower-case letters")]
    [InlineData("name: 1app", "name", "name must be 2 to 32 lower-case letters")]
    [InlineData("name: a23456789012345678901234567890123", "name", "name must be 2 to 32 lower-case letters")]
    [InlineData("region: fra", "name", "name is required")]
    [InlineData("name: ~", "name", "name is required")]
    [InlineData("name: app\nregion: mars", "region", "unknown region \"mars\"; known are ams, atl, blr, fra, lon, nyc, sfo, sgp, syd, tor")]
    [InlineData("name: app\nfeatures: ['a b']", "features[0]", "a feature must have the form")]
    [InlineData("name: app\nfeatures: [x=1, x=1]", "features[1]", "\"x=1\" is there twice")]
    [InlineData("name: app\negress: { type: STATIC }", "egress.type", "expected one of AUTOASSIGN, DEDICATED_IP, found \"STATIC\"")]
    [InlineData("name: app\nmaintenance: { offline_page_url: nowhere }", "maintenance.offline_page_url", "offline_page_url must be a URL that starts with https:// or http://")]
    [InlineData("name: app\nvpc: {}", "vpc.id", "id is required")]
    [InlineData("name: app\nvpc: { id: 12 }", "vpc.id", "id must be a UUID")]
    [InlineData("name: app\nname: other", "name", "the field is there twice")]
    public void App(string yaml, string path, string message) => Expect(yaml, path, message);

    [Fact]
    public void Names_are_unique_across_components_and_databases()
    {
        const string Git = "git: { repo_clone_url: /srv/r.git }";
        Expect($"name: app\nservices: [{{ name: web, {Git} }}]\nworkers: [{{ name: web, {Git} }}]", "workers[0].name", "name \"web\" is taken by services[0]");
        Expect($"name: app\nservices: [{{ name: web, {Git} }}]\ndatabases: [{{ name: web }}]", "databases[0].name", "name \"web\" is taken by services[0]");
    }

    [Theory]
    [InlineData("", "workers[0]", "exactly one source is required, one of git, github, gitlab, bitbucket, image; found none")]
    [InlineData("git: { repo_clone_url: /r }\ngithub: { repo: o/r }", "workers[0]", "exactly one source is required, one of git, github, gitlab, bitbucket, image; found git, github")]
    [InlineData("git: { branch: main }", "workers[0].git.repo_clone_url", "repo_clone_url is required")]
    [InlineData("git: { repo_clone_url: --upload-pack=x }", "workers[0].git.repo_clone_url", "repo_clone_url must be a URL")]
    [InlineData("git: { repo_clone_url: 'ext::sh -c x' }", "workers[0].git.repo_clone_url", "repo_clone_url must be a URL")]
    [InlineData("git: { repo_clone_url: 'ext::sh' }", "workers[0].git.repo_clone_url", "repo_clone_url must be a URL")]
    [InlineData("git: { repo_clone_url: 'ssh://-oProxyCommand=x/r' }", "workers[0].git.repo_clone_url", "repo_clone_url must be a URL")]
    [InlineData("git: { repo_clone_url: 'ftp://h/r' }", "workers[0].git.repo_clone_url", "repo_clone_url must be a URL")]
    [InlineData("git: { repo_clone_url: /r, branch: --all }", "workers[0].git.branch", "branch must be a name that git allows")]
    [InlineData("git: { repo_clone_url: /r, branch: a..b }", "workers[0].git.branch", "branch must be a name that git allows")]
    [InlineData("git: { repo_clone_url: /r, branch: 'a b' }", "workers[0].git.branch", "branch must be a name that git allows")]
    [InlineData("git: { repo_clone_url: /r, branch: x.lock }", "workers[0].git.branch", "branch must be a name that git allows")]
    [InlineData("github: { repo: r }", "workers[0].github.repo", "repo must be of the form owner/name")]
    [InlineData("github: { repo: a/b/c }", "workers[0].github.repo", "repo must be of the form owner/name")]
    [InlineData("gitlab: { repo: r }", "workers[0].gitlab.repo", "repo must be of the form group/name")]
    [InlineData("bitbucket: {}", "workers[0].bitbucket.repo", "repo is required")]
    [InlineData("image: { repository: r }", "workers[0].image.registry_type", "registry_type is required, one of DOCR, DOCKER_HUB, GHCR")]
    [InlineData("image: { registry_type: ECR, repository: r }", "workers[0].image.registry_type", "expected one of DOCR, DOCKER_HUB, GHCR, found \"ECR\"")]
    [InlineData("image: { registry_type: DOCR }", "workers[0].image.repository", "repository is required")]
    [InlineData("image: { registry_type: DOCR, repository: UP }", "workers[0].image.repository", "repository must be a repository's name")]
    [InlineData("image: { registry_type: DOCR, registry: x, repository: r }", "workers[0].image.registry", "registry must be empty for the registry type DOCR")]
    [InlineData("image: { registry_type: DOCKER_HUB, repository: r }", "workers[0].image.registry", "registry is required for the registry type DOCKER_HUB")]
    [InlineData("image: { registry_type: GHCR, repository: r }", "workers[0].image.registry", "registry is required for the registry type GHCR")]
    [InlineData("image: { registry_type: DOCR, repository: r, tag: '-x' }", "workers[0].image.tag", "tag must be up to 128")]
    [InlineData("image: { registry_type: DOCR, repository: r, digest: sha256:12 }", "workers[0].image.digest", "digest must be \"sha256:\"")]
    [InlineData("image: { registry_type: DOCR, repository: r, tag: a, digest: 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef' }", "workers[0].image.digest", "only one of tag and digest can be set")]
    [InlineData("image: { registry_type: GHCR, registry: o, repository: r, registry_credentials: token }", "workers[0].image.registry_credentials", "registry_credentials must have the form user:token")]
    [InlineData("image: { registry_type: GHCR, registry: o, repository: r, deploy_on_push: { enabled: true } }", "workers[0].image.deploy_on_push.enabled", "deploy_on_push is for the registry type DOCR only")]
    [InlineData("image: { registry_type: DOCR, repository: r, digest: 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', deploy_on_push: { enabled: true } }", "workers[0].image.deploy_on_push.enabled", "deploy_on_push cannot be enabled together with a digest")]
    public void Source(string fields, string path, string message) =>
        Expect(TestSpecs.Component("workers", fields, source: false), path, message);

    [Theory]
    [InlineData("static_sites")]
    [InlineData("functions")]
    public void Sites_and_functions_have_no_image(string list) =>
        Expect(TestSpecs.Component(list, "image: { registry_type: DOCR, repository: r }"), $"{list}[0].image", "unknown field \"image\"");

    [Theory]
    [InlineData("dockerfile_path: ../Dockerfile", "dockerfile_path", "dockerfile_path must be a path inside the repository")]
    [InlineData("source_dir: a/../../b", "source_dir", "source_dir must be a path inside the repository")]
    [InlineData("environment_slug: Node JS", "environment_slug", "environment_slug must be lower-case letters")]
    [InlineData("http_port: 0", "http_port", "http_port must be between 1 and 65535")]
    [InlineData("http_port: 65536", "http_port", "http_port must be between 1 and 65535")]
    [InlineData("internal_ports: [70000]", "internal_ports[0]", "a port must be between 1 and 65535")]
    [InlineData("internal_ports: [9090, 9090]", "internal_ports[1]", "\"9090\" is there twice")]
    [InlineData("instance_count: 0", "instance_count", "instance_count must be between 1 and 250")]
    [InlineData("instance_count: 251", "instance_count", "instance_count must be between 1 and 250")]
    [InlineData("instance_size_slug: huge", "instance_size_slug", "unknown instance size \"huge\"; known are apps-s-1vcpu-0.5gb")]
    [InlineData("instance_size_slug: apps-s-1vcpu-0.5gb\ninstance_count: 2", "instance_count", "instance size apps-s-1vcpu-0.5gb allows one instance only")]
    [InlineData("instance_size_slug: basic-xs\ninstance_count: 2", "instance_count", "instance size basic-xs allows one instance only")]
    [InlineData("instance_size_slug: basic-xs\nautoscaling: { min_instance_count: 1, max_instance_count: 2 }", "autoscaling", "instance size basic-xs allows one instance only")]
    [InlineData("instance_count: 1\nautoscaling: { min_instance_count: 1, max_instance_count: 2 }", "instance_count", "instance_count cannot be set together with autoscaling")]
    [InlineData("autoscaling: { max_instance_count: 2 }", "autoscaling.min_instance_count", "min_instance_count is required")]
    [InlineData("autoscaling: { min_instance_count: 1, max_instance_count: 251 }", "autoscaling.max_instance_count", "max_instance_count must be between 1 and 250")]
    [InlineData("autoscaling: { min_instance_count: 3, max_instance_count: 2 }", "autoscaling.min_instance_count", "min_instance_count must not be above max_instance_count, 2")]
    [InlineData("autoscaling: { min_instance_count: 1, max_instance_count: 2, metrics: { cpu: { percent: 101 } } }", "autoscaling.metrics.cpu.percent", "percent must be between 1 and 100")]
    [InlineData("autoscaling: { min_instance_count: 1, max_instance_count: 2, metrics: { requests_per_second: {} } }", "autoscaling.metrics.requests_per_second.per_instance", "per_instance is required")]
    [InlineData("autoscaling: { min_instance_count: 1, max_instance_count: 2, metrics: { request_duration: { p95_milliseconds: 0 } } }", "autoscaling.metrics.request_duration.p95_milliseconds", "p95_milliseconds must be at least 1")]
    [InlineData("termination: { drain_seconds: 111 }", "termination.drain_seconds", "drain_seconds must be between 1 and 110")]
    [InlineData("termination: { grace_period_seconds: 601 }", "termination.grace_period_seconds", "grace_period_seconds must be between 1 and 600")]
    [InlineData("inactivity_sleep: { after_seconds: 599 }", "inactivity_sleep.after_seconds", "after_seconds must be between 600 and 86400")]
    [InlineData("inactivity_sleep: { after_seconds: 86401 }", "inactivity_sleep.after_seconds", "after_seconds must be between 600 and 86400")]
    [InlineData("inactivity_sleep: {}", "inactivity_sleep.after_seconds", "after_seconds is required")]
    [InlineData("health_check: { initial_delay_seconds: 3601 }", "health_check.initial_delay_seconds", "initial_delay_seconds must be between 0 and 3600")]
    [InlineData("health_check: { period_seconds: 0 }", "health_check.period_seconds", "period_seconds must be between 1 and 300")]
    [InlineData("health_check: { timeout_seconds: 121 }", "health_check.timeout_seconds", "timeout_seconds must be between 1 and 120")]
    [InlineData("health_check: { success_threshold: 51 }", "health_check.success_threshold", "success_threshold must be between 1 and 50")]
    [InlineData("health_check: { failure_threshold: 51 }", "health_check.failure_threshold", "failure_threshold must be between 1 and 50")]
    [InlineData("health_check: { http_path: health }", "health_check.http_path", "http_path must be a path that starts with a slash")]
    [InlineData("health_check: { path: /a, http_path: /b }", "health_check.path", "path is the deprecated name of http_path")]
    [InlineData("health_check: { port: 9090 }", "health_check.port", "health check port \"9090\" not found in internal_ports")]
    [InlineData("health_check: { port: 0 }", "health_check.port", "port must be between 1 and 65535")]
    [InlineData("liveness_health_check: { success_threshold: 2 }", "liveness_health_check.success_threshold", "success_threshold must be between 1 and 1")]
    [InlineData("liveness_health_check: { path: / }", "liveness_health_check.path", "unknown field \"path\"; did you mean \"http_path\"?")]
    [InlineData("liveness_health_check: { port: 9090 }", "liveness_health_check.port", "health check port \"9090\" not found in internal_ports")]
    [InlineData("routes: [{}]", "routes[0].path", "path is required")]
    [InlineData("routes: [{ path: api }]", "routes[0].path", "path must be a path of at most 256 characters that starts with a slash")]
    [InlineData("routes: [{ path: /a }, { path: /a }]", "routes[1].path", "path \"/a\" is routed to component \"web\" already")]
    public void Service(string fields, string path, string message) =>
        Expect(TestSpecs.WithService(fields), "services[0]." + path, message);

    [Theory]
    [InlineData("workers", "termination: { drain_seconds: 5 }", "termination.drain_seconds", "unknown field \"drain_seconds\"")]
    [InlineData("workers", "liveness_health_check: { http_path: / }", "liveness_health_check.port", "port is required, a worker has no http_port")]
    [InlineData("workers", "autoscaling: { min_instance_count: 1, max_instance_count: 2, metrics: { requests_per_second: { per_instance: 1 } } }", "autoscaling.metrics.requests_per_second", "only services")]
    [InlineData("workers", "http_port: 80", "http_port", "unknown field \"http_port\"")]
    [InlineData("jobs", "autoscaling: {}", "autoscaling", "unknown field \"autoscaling\"")]
    [InlineData("jobs", "liveness_health_check: {}", "liveness_health_check", "unknown field \"liveness_health_check\"")]
    [InlineData("jobs", "kind: SCHEDULED", "schedule", "schedule is required for a job of kind SCHEDULED")]
    [InlineData("jobs", "schedule: { cron: '* * * * *' }", "schedule", "schedule is for jobs of kind SCHEDULED only")]
    [InlineData("jobs", "kind: SCHEDULED\nschedule: {}", "schedule.cron", "cron is required")]
    [InlineData("jobs", "kind: SCHEDULED\nschedule: { cron: '* * * *' }", "schedule.cron", "cron must have five fields")]
    [InlineData("jobs", "kind: SCHEDULED\nschedule: { cron: '60 * * * *' }", "schedule.cron", "the cron field minute must hold numbers from 0 to 59")]
    [InlineData("jobs", "kind: SCHEDULED\nschedule: { cron: '* 24 * * *' }", "schedule.cron", "the cron field hour")]
    [InlineData("jobs", "kind: SCHEDULED\nschedule: { cron: '* * 0 * *' }", "schedule.cron", "the cron field day of month")]
    [InlineData("jobs", "kind: SCHEDULED\nschedule: { cron: '* * * FOO *' }", "schedule.cron", "the cron field month must hold numbers from 1 to 12 or JAN to DEC")]
    [InlineData("jobs", "kind: SCHEDULED\nschedule: { cron: '* * * * 5-1' }", "schedule.cron", "the cron field day of week")]
    [InlineData("jobs", "kind: SCHEDULED\nschedule: { cron: '*/0 * * * *' }", "schedule.cron", "the cron field minute")]
    [InlineData("jobs", "kind: SCHEDULED\nschedule: { cron: '1,,2 * * * *' }", "schedule.cron", "the cron field minute")]
    [InlineData("jobs", "kind: SCHEDULED\nschedule: { cron: '* * * * *', time_zone: Mars/Base }", "schedule.time_zone", "time_zone must be a time zone's IANA name")]
    [InlineData("jobs", "kind: SCHEDULED\nschedule: { cron: '* * * * *', time_zone: ../../etc/passwd }", "schedule.time_zone", "time_zone must be a time zone's IANA name")]
    [InlineData("jobs", "kind: NIGHTLY\nschedule: { cron: '* * * * *' }", "kind", "expected one of POST_DEPLOY, PRE_DEPLOY, FAILED_DEPLOY, SCHEDULED, found \"NIGHTLY\"")]
    [InlineData("jobs", "timeout: soon", "timeout", "timeout must be a duration")]
    [InlineData("jobs", "timeout: 0s", "timeout", "timeout must be a duration")]
    [InlineData("jobs", "timeout: 25h", "timeout", "timeout must be a duration")]
    [InlineData("static_sites", "run_command: serve", "run_command", "unknown field \"run_command\"")]
    [InlineData("static_sites", "output_dir: ../dist", "output_dir", "output_dir must be a path inside")]
    [InlineData("static_sites", "index_document: ../i.html", "index_document", "index_document must be a path inside")]
    [InlineData("static_sites", "error_document: e.html\ncatchall_document: c.html", "catchall_document", "only one of error_document and catchall_document can be set")]
    [InlineData("static_sites", "alerts: []", "alerts", "unknown field \"alerts\"")]
    [InlineData("functions", "routes: [{ path: /f, preserve_path_prefix: true }]", "routes[0].preserve_path_prefix", "preserve_path_prefix is not for functions")]
    [InlineData("functions", "build_command: make", "build_command", "unknown field \"build_command\"")]
    public void Kinds_of_components(string list, string fields, string path, string message) =>
        Expect(TestSpecs.Component(list, fields), $"{list}[0].{path}", message);

    [Theory]
    [InlineData("{ value: a }", ".key", "key is required")]
    [InlineData("{ key: 1A }", ".key", "key must be letters, digits and underscores")]
    [InlineData("{ key: A-B }", ".key", "key must be letters, digits and underscores")]
    [InlineData("{ key: A, scope: SOMETIMES }", ".scope", "expected one of RUN_AND_BUILD_TIME, RUN_TIME, BUILD_TIME, found \"SOMETIMES\"")]
    [InlineData("{ key: A, type: HIDDEN, value: x }", ".type", "expected one of GENERAL, SECRET, found \"HIDDEN\"")]
    [InlineData("{ key: A, type: SECRET, value: 'EV[1:broken' }", ".value", "an encrypted value must be given back exactly")]
    [InlineData("{ key: A, value: 'EV[1:YQ==:Yg==]' }", ".value", "an encrypted value needs the type SECRET")]
    [InlineData("{ key: A, value: '${NOTHING}' }", ".value", "unknown reference \"${NOTHING}\"; known are APP_DOMAIN, APP_ID, APP_URL")]
    [InlineData("{ key: A, value: '${}' }", ".value", "unknown reference \"${}\"")]
    [InlineData("{ key: A, value: '${other.PRIVATE_URL}' }", ".value", "\"${other.PRIVATE_URL}\" refers to \"other\" that is no component or database")]
    [InlineData("{ key: A, value: '${web.SECRET}' }", ".value", "\"${web.SECRET}\" has no such attribute; allowed are PRIVATE_DOMAIN, PRIVATE_PORT, PRIVATE_URL, PUBLIC_ROUTE_PATH, PUBLIC_URL, COMMIT_HASH")]
    [InlineData("{ key: A, value: '${_self.SECRET}' }", ".value", "\"${_self.SECRET}\" has no such attribute")]
    [InlineData("{ key: A, value: '${web.x.PRIVATE_URL}' }", ".value", "\"${web.x.PRIVATE_URL}\" has no such attribute")]
    [InlineData("{ key: A, value: '${job.PRIVATE_URL}' }", ".value", "\"${job.PRIVATE_URL}\" has no such attribute; allowed are COMMIT_HASH")]
    [InlineData("{ key: A, value: '${db.PASSWD}' }", ".value", "\"${db.PASSWD}\" has no such attribute; allowed are CA_CERT, DATABASE, DATABASE_URL, HOSTNAME, JDBC_DATABASE_URL, PASSWORD, PORT, REDIS_URL, USERNAME")]
    [InlineData("{ key: A, value: '${db.DATABASE_URL}', scope: BUILD_TIME }", ".value", "\"${db.DATABASE_URL}\" is a database's and there at run time only")]
    [InlineData("{ key: A }, { key: A }", null, "\"A\" is there twice")]
    public void Variables(string envs, string? path, string message)
    {
        var yaml = TestSpecs.WithService($"envs: [{envs}]") + "\nworkers: [{ name: job, github: { repo: o/r } }]\ndatabases: [{ name: db }]";

        Expect(yaml, path is null ? "services[0].envs[1].key" : "services[0].envs[0]" + path, message);
    }

    [Theory]
    [InlineData("${APP_URL} ${APP_DOMAIN} ${APP_ID}")]
    [InlineData("${_self.PRIVATE_URL} ${web.PUBLIC_ROUTE_PATH} ${job.COMMIT_HASH}")]
    [InlineData("${db.HOSTNAME}:${db.PORT} ${db.pool.DATABASE_URL}")]
    [InlineData("$${NOT} $HOME ${ open $$")]
    public void References_that_are_known_are_accepted(string value) =>
        TestSpecs.Valid(TestSpecs.WithService($"envs: [{{ key: A, value: '{value}' }}]") + "\nworkers: [{ name: job, github: { repo: o/r } }]\ndatabases: [{ name: db }]");

    [Theory]
    [InlineData("databases: [{ engine: PG }]", "databases[0].name", "name is required")]
    [InlineData("databases: [{ name: db, engine: ORACLE }]", "databases[0].engine", "expected one of PG, MYSQL, REDIS, MONGODB, KAFKA, OPENSEARCH, VALKEY, found \"ORACLE\"")]
    [InlineData("databases: [{ name: db, production: true }]", "databases[0].cluster_name", "cluster_name is required for a production database")]
    [InlineData("databases: [{ name: db, engine: REDIS, db_name: x }]", "databases[0].db_name", "db_name is for the engines PG and MYSQL only")]
    [InlineData("databases: [{ name: db, engine: KAFKA, db_user: x }]", "databases[0].db_user", "db_user is for the engines PG and MYSQL only")]
    [InlineData("databases: [{ name: db, version: new }]", "databases[0].version", "version must be numbers")]
    [InlineData("databases: [{ name: db, num_nodes: 0 }]", "databases[0].num_nodes", "num_nodes must be at least 1")]
    [InlineData("domains: [{ type: PRIMARY }]", "domains[0].domain", "domain is required")]
    [InlineData("domains: [{ domain: a.b }]", "domains[0].domain", "domain must be a host name of 4 to 253 characters")]
    [InlineData("domains: [{ domain: '*.example.com' }]", "domains[0].domain", "domain must be a host name of 4 to 253 characters")]
    [InlineData("domains: [{ domain: example..com }]", "domains[0].domain", "domain must be a host name of 4 to 253 characters")]
    [InlineData("domains: [{ domain: a.example.com, type: PRIMARY }, { domain: b.example.com, type: PRIMARY }]", "domains[1].type", "only one domain can be PRIMARY, and domains[0] is")]
    [InlineData("domains: [{ domain: a.example.com }, { domain: A.example.com }]", "domains[1].domain", "\"a.example.com\" is there twice")]
    [InlineData("domains: [{ domain: a.example.com, zone: example.net }]", "domains[0].zone", "zone must be the domain or end it")]
    [InlineData("domains: [{ domain: a.example.com, minimum_tls_version: '1.1' }]", "domains[0].minimum_tls_version", "minimum_tls_version must be \"1.2\" or \"1.3\"")]
    [InlineData("alerts: [{}]", "alerts[0].rule", "rule is required, one of DEPLOYMENT_FAILED")]
    [InlineData("alerts: [{ rule: CPU_UTILIZATION }]", "alerts[0].rule", "CPU_UTILIZATION does not apply here; allowed are DEPLOYMENT_FAILED, DEPLOYMENT_LIVE, DEPLOYMENT_STARTED, DEPLOYMENT_CANCELED, DOMAIN_FAILED, DOMAIN_LIVE, AUTOSCALE_FAILED, AUTOSCALE_SUCCEEDED", 3)]
    [InlineData("alerts: [{ rule: DOMAIN_LIVE }, { rule: DOMAIN_LIVE }]", "alerts[1].rule", "\"DOMAIN_LIVE\" is there twice")]
    public void Databases_domains_alerts(string fields, string path, string message, int problems = 1) =>
        Expect(TestSpecs.WithApp(fields), path, message, problems);

    [Theory]
    [InlineData("services", "rule: DEPLOYMENT_LIVE", "rule", "DEPLOYMENT_LIVE does not apply here; allowed are CPU_UTILIZATION, MEM_UTILIZATION, RESTART_COUNT, REQUESTS_PER_SECOND, REQUEST_DURATION_P95_MS")]
    [InlineData("workers", "rule: REQUESTS_PER_SECOND, operator: LESS_THAN, window: ONE_HOUR", "rule", "REQUESTS_PER_SECOND does not apply here; allowed are CPU_UTILIZATION, MEM_UTILIZATION, RESTART_COUNT")]
    [InlineData("jobs", "rule: JOB_INVOCATION_FAILED", "rule", "JOB_INVOCATION_FAILED does not apply here")]
    [InlineData("services", "rule: CPU_UTILIZATION, value: 80, window: ONE_HOUR", "operator", "operator is required for CPU_UTILIZATION, one of GREATER_THAN, LESS_THAN")]
    [InlineData("services", "rule: CPU_UTILIZATION, value: 80, operator: GREATER_THAN", "window", "window is required for CPU_UTILIZATION, one of FIVE_MINUTES, TEN_MINUTES, THIRTY_MINUTES, ONE_HOUR")]
    [InlineData("services", "rule: MEM_UTILIZATION, value: 101, operator: GREATER_THAN, window: ONE_HOUR", "value", "value must be a percentage between 0 and 100")]
    [InlineData("services", "rule: RESTART_COUNT, value: -1, operator: GREATER_THAN, window: ONE_HOUR", "value", "value must not be negative")]
    public void Alerts_of_components(string list, string alert, string path, string message) =>
        Expect(TestSpecs.Component(list, $"alerts: [{{ {alert} }}]"), $"{list}[0].alerts[0].{path}", message);

    [Theory]
    [InlineData("{ name: x }", "", "exactly one of papertrail, datadog, logtail, open_search and endpoint is required")]
    [InlineData("{ name: x, logtail: { token: t }, datadog: { api_key: k } }", "", "exactly one of papertrail, datadog, logtail, open_search and endpoint is required")]
    [InlineData("{ logtail: { token: t } }", ".name", "name is required")]
    [InlineData("{ name: x, papertrail: {} }", ".papertrail.endpoint", "papertrail.endpoint is required")]
    [InlineData("{ name: x, papertrail: { endpoint: host } }", ".papertrail.endpoint", "papertrail.endpoint must be of the form host:port")]
    [InlineData("{ name: x, datadog: {} }", ".datadog.api_key", "datadog.api_key is required")]
    [InlineData("{ name: x, datadog: { api_key: k, endpoint: 'http://x' } }", ".datadog.endpoint", "datadog.endpoint must be a URL that starts with https://")]
    [InlineData("{ name: x, logtail: {} }", ".logtail.token", "logtail.token is required")]
    [InlineData("{ name: x, open_search: {} }", ".open_search", "exactly one of endpoint and cluster_name is required")]
    [InlineData("{ name: x, open_search: { endpoint: 'http://x:1', basic_auth: { user: u, password: p } } }", ".open_search.endpoint", "endpoint must be a URL that starts with https://")]
    [InlineData("{ name: x, open_search: { endpoint: 'https://x:1', basic_auth: { user: u } } }", ".open_search.basic_auth.password", "basic_auth.password is required with an endpoint")]
    [InlineData("{ name: x, open_search: { cluster_name: c, basic_auth: { password: p } } }", ".open_search.basic_auth.password", "password cannot be set together with cluster_name")]
    [InlineData("{ name: x, logtail: { token: t }, headers: [{ key: A }] }", ".headers", "headers are sent to an endpoint only")]
    public void Log_destinations(string destination, string path, string message) =>
        Expect(TestSpecs.WithService($"log_destinations: [{destination}]"), "services[0].log_destinations[0]" + path, message);

    [Theory]
    [InlineData("{ match: { path: { prefix: / } } }", "", "exactly one of component and redirect is required")]
    [InlineData("{ component: { name: web }, redirect: { uri: / } }", "", "exactly one of component and redirect is required")]
    [InlineData("{ component: {} }", ".component.name", "name is required")]
    [InlineData("{ component: { name: wbe } }", ".component.name", "no component named \"wbe\"; there are web")]
    [InlineData("{ component: { name: job } }", ".component.name", "no service, static site or functions component named \"job\"; there are web")]
    [InlineData("{ component: { name: web, preserve_path_prefix: true, rewrite: /x } }", ".component.rewrite", "only one of preserve_path_prefix and rewrite can be set")]
    [InlineData("{ component: { name: web, rewrite: x } }", ".component.rewrite", "rewrite must be a path")]
    [InlineData("{ match: { path: {} }, component: { name: web } }", ".match.path", "exactly one of prefix and exact is required")]
    [InlineData("{ match: { path: { prefix: /a, exact: /b } }, component: { name: web } }", ".match.path", "exactly one of prefix and exact is required")]
    [InlineData("{ match: { path: { prefix: a } }, component: { name: web } }", ".match.path.prefix", "prefix must be a path of at most 256 characters")]
    [InlineData("{ match: { path: { prefix: /LONG } }, component: { name: web } }", ".match.path.prefix", "prefix must be a path of at most 256 characters")]
    [InlineData("{ match: { authority: { exact: 'a b' } }, component: { name: web } }", ".match.authority.exact", "exact must be a host name")]
    [InlineData("{ redirect: {} }", ".redirect", "a redirect needs at least one of uri, authority, port and scheme")]
    [InlineData("{ redirect: { uri: new } }", ".redirect.uri", "uri must be a path")]
    [InlineData("{ redirect: { authority: 'example.com:80' } }", ".redirect.authority", "authority must be a host name or IP address")]
    [InlineData("{ redirect: { port: 0 } }", ".redirect.port", "port must be between 1 and 65535")]
    [InlineData("{ redirect: { scheme: ftp } }", ".redirect.scheme", "scheme must be http or https")]
    [InlineData("{ redirect: { uri: /, redirect_code: 305 } }", ".redirect.redirect_code", "redirect_code must be one of 300, 301, 302, 303, 304, 307, 308")]
    [InlineData("{ component: { name: web }, cors: { allow_origins: [{}] } }", ".cors.allow_origins[0]", "exactly one of exact, prefix and regex is required")]
    [InlineData("{ component: { name: web }, cors: { allow_origins: [{ exact: LONG }] } }", ".cors.allow_origins[0]", "an origin must have 1 to 256 characters")]
    [InlineData("{ component: { name: web }, cors: { allow_origins: [{ regex: '(' }] } }", ".cors.allow_origins[0].regex", "the expression is not a valid regular expression (RE2)")]
    [InlineData("{ component: { name: web }, cors: { allow_origins: [{ regex: '(a)\\1' }] } }", ".cors.allow_origins[0].regex", "the expression must be one that RE2 allows")]
    [InlineData("{ component: { name: web }, cors: { allow_origins: [{ regex: '(?=a)' }] } }", ".cors.allow_origins[0].regex", "the expression must be one that RE2 allows")]
    [InlineData("{ component: { name: web }, cors: { allow_origins: [{ regex: '((a{100}){100}){100}' }] } }", ".cors.allow_origins[0].regex", "the expression repeats more than 1000 times")]
    [InlineData("{ component: { name: web }, cors: { allow_methods: [FETCH] } }", ".cors.allow_methods[0]", "a method must be one of")]
    [InlineData("{ component: { name: web }, cors: { allow_headers: ['a b'] } }", ".cors.allow_headers[0]", "a header must be a header's name")]
    [InlineData("{ component: { name: web }, cors: { max_age: 5 } }", ".cors.max_age", "max_age must be a duration")]
    public void Ingress(string rule, string path, string message)
    {
        var yaml = TestSpecs.WithApp($"ingress: {{ rules: [{rule.Replace("LONG", s_long, StringComparison.Ordinal)}] }}\nworkers: [{{ name: job, github: {{ repo: o/r }} }}]");

        Expect(yaml, "ingress.rules[0]" + path, message);
    }

    [Theory]
    [InlineData("rules: [{ component: { name: web } }, { redirect: { uri: / } }]", "rules[1].match", "ingress.rules[0] matches the same requests")]
    [InlineData("load_balancer_size: 0", "load_balancer_size", "load_balancer_size must be at least 1")]
    [InlineData("secure_header: { value: v }", "secure_header.key", "key is required")]
    [InlineData("secure_header: { key: 'a b', value: v }", "secure_header.key", "key must be a header's name")]
    public void Ingress_as_a_whole(string fields, string path, string message) =>
        Expect(TestSpecs.WithApp("ingress: { " + fields + " }"), "ingress." + path, message);

    [Fact]
    public void Functions_cannot_keep_their_prefix()
    {
        var yaml = TestSpecs.Component("functions", "source_dir: /") + "\ningress: { rules: [{ component: { name: part, preserve_path_prefix: true } }] }";

        Expect(yaml, "ingress.rules[0].component.preserve_path_prefix", "preserve_path_prefix is not for functions");
    }

    [Theory]
    [InlineData("instance_count: 250\ninstance_size_slug: apps-s-1vcpu-1gb")]
    [InlineData("instance_count: 1\ninstance_size_slug: basic-xxs")]
    [InlineData("http_port: 65535\ninternal_ports: [1, 65534]")]
    [InlineData("termination: { drain_seconds: 1, grace_period_seconds: 1 }")]
    [InlineData("termination: { drain_seconds: 110, grace_period_seconds: 600 }")]
    [InlineData("inactivity_sleep: { after_seconds: 600 }")]
    [InlineData("inactivity_sleep: { after_seconds: 86400 }")]
    [InlineData("health_check: { initial_delay_seconds: 0, period_seconds: 1, timeout_seconds: 1, success_threshold: 1, failure_threshold: 1 }")]
    [InlineData("health_check: { initial_delay_seconds: 3600, period_seconds: 300, timeout_seconds: 120, success_threshold: 50, failure_threshold: 50, port: 8080 }")]
    [InlineData("liveness_health_check: { initial_delay_seconds: 3600, success_threshold: 1, failure_threshold: 50 }")]
    [InlineData("autoscaling: { min_instance_count: 1, max_instance_count: 250, metrics: { cpu: { percent: 100 } } }")]
    [InlineData("autoscaling: { min_instance_count: 250, max_instance_count: 250, metrics: { cpu: { percent: 1 } } }")]
    [InlineData("image: { registry_type: GHCR, repository: owner/r }\ngit: ~")]
    public void Limits_are_inclusive(string fields)
    {
        var yaml = TestSpecs.WithService(fields);

        TestSpecs.Valid(fields.Contains("git: ~", StringComparison.Ordinal) ? yaml.Replace("    git:\n      repo_clone_url: https://git.example.com/web.git\n", "", StringComparison.Ordinal) : yaml);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("a2345678901234567890123456789012")]
    [InlineData("a--b")]
    public void Names_have_two_to_thirty_two_characters(string name) => TestSpecs.Valid($"name: {name}");

    [Theory]
    [InlineData("*/15 0-23/2 1,15 JAN-DEC sun")]
    [InlineData("0 0 31 12 7")]
    [InlineData("5 4 * * mon-FRI")]
    public void Schedules_of_every_form_are_accepted(string cron) =>
        TestSpecs.Valid(TestSpecs.Component("jobs", $"kind: SCHEDULED\nschedule: {{ cron: '{cron}', time_zone: America/Argentina/Buenos_Aires }}"));

    [Theory]
    [InlineData("https://git.example.com/a.git")]
    [InlineData("git@github.com:acme/shop.git")]
    [InlineData("ssh://git@example.com:2222/r.git")]
    [InlineData("file:///srv/git/r.git")]
    [InlineData("/srv/git/r.git")]
    public void Clone_urls_of_every_form_are_accepted(string url) =>
        TestSpecs.Valid(TestSpecs.Component("workers", $"git: {{ repo_clone_url: '{url}' }}", source: false));

    [Fact]
    public void A_spec_made_in_code_is_checked_alike()
    {
        var problem = AppSpecValidator.Validate(new AppSpec { Name = "X" }).ShouldHaveSingleItem();

        (problem.Path, problem.Value, problem.Line).ShouldBe(("name", "X", null));
    }

    private static void Expect(string yaml, string path, string message, int problems = 1)
    {
        var found = AppSpecParser.Parse(yaml).Problems;

        found.Count.ShouldBeLessThanOrEqualTo(problems, string.Join('\n', found));
        var problem = found.FirstOrDefault(candidate => candidate.Path == path).ShouldNotBeNull(string.Join('\n', found));
        problem.Message.ShouldStartWith(message);
        problem.Line.ShouldNotBeNull();
    }
}
