namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>
/// The answers and requests that godo 1.202 knows, apart from the spec (<see cref="GodoSpecTypes"/>). A member is <c>name:type</c>
/// with the type that it has in Go: <c>[…]</c> a slice, <c>{…}</c> a map by strings, <c>*</c> a pointer; <c>!</c> marks one that is
/// sent even when it is zero (no <c>omitempty</c>). Enumerations are strings there.
/// </summary>
internal static class GodoTypes
{
    private static readonly Dictionary<string, IReadOnlyList<GoMember>> s_types = Known
        .Concat(GodoSpecTypes.Known)
        .ToDictionary(type => type.Key, type => GoMember.ReadAll(type.Value));

    private static Dictionary<string, string> Known => new()
    {
        ["ErrorResponse"] = "message:string! request_id:string!",
        ["Links"] = "pages:Pages",
        ["Pages"] = "first:string prev:string last:string next:string",
        ["Meta"] = "total:int64! page:int64 pages:int64",
        ["accountRoot"] = "account:Account!",
        ["Account"] = """
            droplet_limit:int64 floating_ip_limit:int64 reserved_ip_limit:int64 volume_limit:int64 email:string name:string uuid:string email_verified:bool status:string
            status_message:string team:TeamInfo
            """,
        ["TeamInfo"] = "name:string uuid:string",
        ["appRoot"] = "app:App!",
        ["appsRoot"] = "apps:[App]! links:Links! meta:Meta!",
        ["App"] = """
            id:string owner_uuid:string spec:AppSpec! last_deployment_active_at:time default_ingress:string created_at:time updated_at:time active_deployment:Deployment
            in_progress_deployment:Deployment pending_deployment:Deployment last_deployment_created_at:time live_url:string region:AppRegion tier_slug:string
            live_url_base:string live_domain:string domains:[AppDomain] pinned_deployment:Deployment build_config:AppBuildConfig project_id:string
            dedicated_ips:[AppDedicatedIp] vpc:AppVPC
            """,
        ["AppBuildConfig"] = "cnb_versioning:AppBuildConfigCNBVersioning",
        ["AppBuildConfigCNBVersioning"] = "buildpacks:[Buildpack] stack_id:string",
        ["AppDedicatedIp"] = "ip:string id:string status:string",
        ["AppVPC"] = "id:string egress_ips:[AppVPCEgressIP]",
        ["AppVPCEgressIP"] = "ip:string",
        ["AppDomain"] = """
            id:string spec:AppDomainSpec phase:string progress:AppDomainProgress validation:AppDomainValidation validations:[AppDomainValidation]
            rotate_validation_records:bool certificate_expires_at:time
            """,
        ["AppDomainProgress"] = "steps:[ProgressStep]",
        ["AppDomainValidation"] = "txt_name:string txt_value:string",
        ["AppRegion"] = "slug:string label:string flag:string continent:string disabled:bool data_centers:[string] reason:string default:bool",
        ["appRegionsRoot"] = "regions:[AppRegion]!",
        ["AppCreateRequest"] = "spec:AppSpec! project_id:string",
        ["AppUpdateRequest"] = "spec:AppSpec! update_all_source_versions:bool!",
        ["AppProposeRequest"] = "spec:AppSpec! app_id:string",
        ["AppProposeResponse"] = """
            app_is_static:bool app_name_available:bool app_name_suggestion:string existing_static_apps:string max_free_static_apps:string spec:AppSpec app_cost:float32
            app_tier_upgrade_cost:float32 app_tier_downgrade_cost:float32 existing_starter_apps:string max_free_starter_apps:string app_is_starter:bool
            """,
        ["AppRestartRequest"] = "components:[string]!",
        ["DeploymentCreateRequest"] = "force_build:bool!",
        ["deploymentRoot"] = "deployment:Deployment!",
        ["deploymentsRoot"] = "deployments:[Deployment]! links:Links! meta:Meta!",
        ["Deployment"] = """
            id:string spec:AppSpec services:[DeploymentComponent] static_sites:[DeploymentComponent] workers:[DeploymentComponent] jobs:[DeploymentComponent]
            functions:[DeploymentFunctions] phase_last_updated_at:time created_at:time updated_at:time cause:string cloned_from:string progress:DeploymentProgress
            phase:string tier_slug:string previous_deployment_id:string cause_details:DeploymentCauseDetails load_balancer_id:string timing:DeploymentTiming
            """,
        ["DeploymentComponent"] = "name:string source_commit_hash:string buildpacks:[Buildpack]",
        ["DeploymentFunctions"] = "name:string source_commit_hash:string namespace:string",
        ["DeploymentCauseDetails"] = """
            digitalocean_user_action:DigitalOceanUserAction git_push:GitPush docr_push:DOCRPush internal:bool autoscaler:AutoscalerAction type:string
            """,
        ["DigitalOceanUserAction"] = "user:DigitalOceanUser name:string",
        ["DigitalOceanUser"] = "uuid:string email:string full_name:string",
        ["GitPush"] = """
            github:GitHubSourceSpec gitlab:GitLabSourceSpec bitbucket:BitbucketSourceSpec username:string commit_author:string commit_sha:string commit_message:string
            """,
        ["DOCRPush"] = "registry:string repository:string tag:string image_digest:string",
        ["AutoscalerAction"] = "autoscaled:bool scaled_components:{ScaleChange}",
        ["ScaleChange"] = "from:int64 to:int64 triggering_metric:string",
        ["DeploymentTiming"] = "pending:string build_total:string build_billable:string components:[DeploymentTimingComponent] database_provision:string deploying:string",
        ["DeploymentTimingComponent"] = "name:string build_billable:string",
        ["DeploymentProgress"] = """
            pending_steps:int32 running_steps:int32 success_steps:int32 error_steps:int32 total_steps:int32 steps:[ProgressStep] summary_steps:[ProgressStep]
            """,
        ["ProgressStep"] = """
            name:string status:string steps:[ProgressStep] started_at:time ended_at:time reason:ProgressStepReason component_name:string message_base:string
            """,
        ["ProgressStepReason"] = "code:string message:string",
        ["AppLogs"] = "live_url:string! historic_urls:[string]!",
        ["AppExec"] = "url:string!",
        ["GetAppInstancesResponse"] = "instances:[AppInstance]",
        ["AppInstance"] = "component_name:string instance_name:string component_type:string instance_alias:string",
        ["jobInvocationRoot"] = "job_invocation:JobInvocation",
        ["jobInvocationsRoot"] = "job_invocations:[JobInvocation]! links:Links! meta:Meta!",
        ["JobInvocation"] = "id:string job_name:string deployment_id:string phase:string trigger:JobInvocationTrigger created_at:time started_at:time completed_at:time",
        ["JobInvocationTrigger"] = "type:string scheduled:TriggerMetadataScheduled manual:TriggerMetadataManual",
        ["TriggerMetadataScheduled"] = "schedule:AppJobSpecSchedule",
        ["TriggerMetadataManual"] = "user:DigitalOceanUser",
        ["eventRoot"] = "event:Event",
        ["eventsRoot"] = "events:[Event]! links:Links! meta:Meta!",
        ["Event"] = "id:string type:string created_at:time deployment_id:string deployment:Deployment autoscaling:EventAutoscalingEvent",
        ["EventAutoscalingEvent"] = "phase:string components:{ScaleChange}",
        ["appAlertsRoot"] = "alerts:[AppAlert]!",
        ["appAlertRoot"] = "alert:AppAlert!",
        ["AppAlert"] = "id:string component_name:string spec:AppAlertSpec emails:[string] slack_webhooks:[AppAlertSlackWebhook] phase:string progress:AppAlertProgress",
        ["AppAlertProgress"] = "steps:[ProgressStep]",
        ["AppAlertSlackWebhook"] = "url:string channel:string",
        ["AlertDestinationUpdateRequest"] = "emails:[string]! slack_webhooks:[AppAlertSlackWebhook]!",
        ["appTierRoot"] = "tier:AppTier!",
        ["appTiersRoot"] = "tiers:[AppTier]!",
        ["AppTier"] = "name:string slug:string egress_bandwidth_bytes:string build_seconds:string",
        ["instanceSizeRoot"] = "instance_size:AppInstanceSize!",
        ["instanceSizesRoot"] = "instance_sizes:[AppInstanceSize]!",
        ["AppInstanceSize"] = """
            name:string slug:string cpu_type:string cpus:string memory_bytes:string usd_per_month:string usd_per_second:string tier_slug:string tier_upgrade_to:string
            tier_downgrade_to:string scalable:bool feature_preview:bool single_instance_only:bool deprecation_intent:bool bandwidth_allowance_gib:string
            """,
        ["buildpacksRoot"] = "buildpacks:[Buildpack]",
        ["Buildpack"] = "id:string version:string major_version:int32 latest:bool name:string description:[string] docs_link:string",
        ["UpgradeBuildpackOptions"] = "buildpack_id:string major_version:int32 trigger_deployment:bool",
        ["UpgradeBuildpackResponse"] = "affected_components:[string] deployment:Deployment",
        ["appHealthRoot"] = "app_health:AppHealth!",
        ["AppHealth"] = "components:[ComponentHealth] functions_components:[FunctionsComponentHealth]",
        ["ComponentHealth"] = "name:string cpu_usage_percent:float64 memory_usage_percent:float64 replicas_desired:int64 replicas_ready:int64 state:string",
        ["FunctionsComponentHealth"] = "name:string functions_component_health_metrics:[FunctionsComponentHealthMetrics]",
        ["FunctionsComponentHealthMetrics"] = "metric_label:string metric_value:float64 time_window:string",
        ["GetAppDatabaseConnectionDetailsResponse"] = "connection_details:[DatabaseConnectionDetails]",
        ["DatabaseConnectionDetails"] = """
            host:string port:int64 username:string password:string database_name:string ssl_mode:string database_url:string component_name:string
            pools:[DatabaseConnectionPool]
            """,
        ["DatabaseConnectionPool"] = "pool_name:string host:string port:int64 username:string password:string database_name:string ssl_mode:string database_url:string",
        ["DetectRequest"] = "git:GitSourceSpec github:GitHubSourceSpec gitlab:GitLabSourceSpec bitbucket:BitbucketSourceSpec commit_sha:string source_dir:string",
        ["DetectResponse"] = "components:[DetectResponseComponent] template:DeployTemplate template_found:bool template_valid:bool template_error:string pending:bool",
        ["DetectResponseComponent"] = """
            strategy:string types:[string] dockerfiles:[string] build_command:string run_command:string environment_slug:string http_ports:[int64]
            env_vars:[AppVariableDefinition] source_dir:string buildpacks:[Buildpack]
            """,
        ["DeployTemplate"] = "spec:AppSpec",

        // Of the public description; godo has no methods for them.
        ["RollbackRequest"] = "deployment_id:string skip_pin:bool",
        ["RollbackValidation"] = "valid:bool error:RollbackCondition warnings:[RollbackCondition]",
        ["RollbackCondition"] = "code:string message:string components:[string]",
        ["BandwidthRequest"] = "app_ids:[string] date:time",
        ["BandwidthResponse"] = "app_bandwidth_usage:[AppBandwidthUsage] date:time",
        ["AppBandwidthUsage"] = "app_id:string bandwidth_bytes:string",
    };

    /// <summary>The members of a type.</summary>
    public static IReadOnlyList<GoMember> MembersOf(string type) => s_types[type];
}
