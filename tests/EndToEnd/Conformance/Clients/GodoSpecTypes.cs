namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>The App Spec as godo 1.202 knows it, in the notation of <see cref="GodoTypes"/>.</summary>
internal static class GodoSpecTypes
{
    private const string Sources = "git:GitSourceSpec github:GitHubSourceSpec gitlab:GitLabSourceSpec bitbucket:BitbucketSourceSpec ";
    private const string Build = "dockerfile_path:string build_command:string source_dir:string environment_slug:string envs:[AppVariableDefinition] ";
    private const string Container = "image:ImageSourceSpec run_command:string instance_size_slug:string instance_count:int64 alerts:[AppAlertSpec] log_destinations:[AppLogDestinationSpec] ";
    private const string HealthCheck =
        "initial_delay_seconds:int32 period_seconds:int32 timeout_seconds:int32 success_threshold:int32 failure_threshold:int32 http_path:string port:int64";

    /// <summary>Gets the types by name.</summary>
    public static IReadOnlyDictionary<string, string> Known { get; } = new Dictionary<string, string>
    {
        ["AppSpec"] = """
            name:string! services:[AppServiceSpec] static_sites:[AppStaticSiteSpec] workers:[AppWorkerSpec] jobs:[AppJobSpec] functions:[AppFunctionsSpec]
            databases:[AppDatabaseSpec] domains:[AppDomainSpec] region:string envs:[AppVariableDefinition] alerts:[AppAlertSpec] ingress:AppIngressSpec
            egress:AppEgressSpec features:[string] maintenance:AppMaintenanceSpec vpc:AppVpcSpec disable_edge_cache:bool disable_email_obfuscation:bool
            enhanced_threat_control_enabled:bool
            """,
        ["AppServiceSpec"] = "name:string! " + Sources + Build + Container + """
            autoscaling:AppAutoscalingSpec http_port:int64 protocol:string routes:[AppRouteSpec] health_check:AppServiceSpecHealthCheck cors:AppCORSPolicy
            internal_ports:[int64] termination:AppServiceSpecTermination inactivity_sleep:AppServiceSpecInactivitySleep liveness_health_check:HealthCheckSpec
            """,
        ["AppWorkerSpec"] = "name:string! " + Sources + Build + Container + "autoscaling:AppAutoscalingSpec termination:GracePeriod liveness_health_check:HealthCheckSpec",
        ["AppJobSpec"] = "name:string! " + Sources + Build + Container + "kind:string schedule:AppJobSpecSchedule termination:GracePeriod timeout:string",
        ["AppStaticSiteSpec"] = "name:string! " + Sources + Build
            + "output_dir:string index_document:string error_document:string routes:[AppRouteSpec] cors:AppCORSPolicy catchall_document:string",
        ["AppFunctionsSpec"] = "name:string! " + Sources
            + "source_dir:string envs:[AppVariableDefinition] routes:[AppRouteSpec] alerts:[AppAlertSpec] log_destinations:[AppLogDestinationSpec] cors:AppCORSPolicy",
        ["AppDatabaseSpec"] = "name:string! engine:string version:string size:string num_nodes:int64 production:bool cluster_name:string db_name:string db_user:string",
        ["AppDomainSpec"] = "domain:string! type:string wildcard:bool zone:string certificate:string minimum_tls_version:string",
        ["AppVariableDefinition"] = "key:string! value:string scope:string type:string",
        ["AppAlertSpec"] = "rule:string disabled:bool operator:string value:float32 window:string",
        ["AppRouteSpec"] = "path:string preserve_path_prefix:bool",
        ["AppServiceSpecHealthCheck"] = "path:string " + HealthCheck,
        ["HealthCheckSpec"] = HealthCheck,
        ["AppServiceSpecTermination"] = "drain_seconds:int32 grace_period_seconds:int32",
        ["GracePeriod"] = "grace_period_seconds:int32",
        ["AppServiceSpecInactivitySleep"] = "after_seconds:int32 loading_page:InactivitySleepLoadingPage",
        ["InactivitySleepLoadingPage"] = "enabled:bool custom_url:string",
        ["AppJobSpecSchedule"] = "cron:string time_zone:string",
        ["AppAutoscalingSpec"] = "min_instance_count:int64 max_instance_count:int64 metrics:AppAutoscalingSpecMetrics",
        ["AppAutoscalingSpecMetrics"] = "cpu:AutoscalingCPU requests_per_second:AutoscalingRequestsPerSecond request_duration:AutoscalingRequestDuration",
        ["AutoscalingCPU"] = "percent:int64",
        ["AutoscalingRequestsPerSecond"] = "per_instance:int64",
        ["AutoscalingRequestDuration"] = "p95_milliseconds:int64",
        ["AppIngressSpec"] = "load_balancer:string load_balancer_size:int64 rules:[AppIngressSpecRule] secure_header:AppSecureHeaderSpec",
        ["AppIngressSpecRule"] = "match:AppIngressSpecRuleMatch component:RoutingComponent redirect:RoutingRedirect cors:AppCORSPolicy",
        ["AppIngressSpecRuleMatch"] = "path:AppIngressSpecRuleStringMatch authority:AppIngressSpecRuleStringMatch",
        ["AppIngressSpecRuleStringMatch"] = "prefix:*string exact:*string",
        ["RoutingComponent"] = "name:string preserve_path_prefix:bool rewrite:string",
        ["RoutingRedirect"] = "uri:string authority:string port:int64 scheme:string redirect_code:int64",
        ["AppSecureHeaderSpec"] = "key:string value:string remove_header:bool",
        ["AppCORSPolicy"] = "allow_origins:[AppStringMatch] allow_methods:[string] allow_headers:[string] expose_headers:[string] max_age:string allow_credentials:bool",
        ["AppStringMatch"] = "exact:string prefix:string regex:string",
        ["AppEgressSpec"] = "type:string",
        ["AppMaintenanceSpec"] = "enabled:bool archive:bool offline_page_url:string",
        ["AppVpcSpec"] = "id:string",
        ["GitSourceSpec"] = "repo_clone_url:string branch:string",
        ["GitHubSourceSpec"] = "repo:string branch:string deploy_on_push:bool",
        ["GitLabSourceSpec"] = "repo:string branch:string deploy_on_push:bool",
        ["BitbucketSourceSpec"] = "repo:string branch:string deploy_on_push:bool",
        ["ImageSourceSpec"] = """
            registry_type:string registry:string repository:string tag:string digest:string registry_credentials:string deploy_on_push:ImageSourceSpecDeployOnPush
            """,
        ["ImageSourceSpecDeployOnPush"] = "enabled:bool",
        ["AppLogDestinationSpec"] = """
            name:string! papertrail:Papertrail datadog:DataDog logtail:Logtail open_search:OpenSearch endpoint:string tls_insecure:bool headers:[LogDestinationHeader]
            """,
        ["Papertrail"] = "endpoint:string!",
        ["DataDog"] = "endpoint:string api_key:string!",
        ["Logtail"] = "token:string!",
        ["OpenSearch"] = "endpoint:string basic_auth:OpenSearchBasicAuth index_name:string cluster_name:string",
        ["OpenSearchBasicAuth"] = "user:string password:string",
        ["LogDestinationHeader"] = "key:string! value:string",
    };
}
