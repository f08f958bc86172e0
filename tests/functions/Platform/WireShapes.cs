namespace Pipelines.Functions.Tests.Platform;

/// <summary>
/// What answers look like to the clients of the Apps API, written down from how those decode them and not from this
/// platform's types. A member is <c>name:type</c>; <c>!</c> marks one that is always there, <c>[…]</c> a list, <c>=A|B</c> one of
/// these texts. A member that is not listed is a fault: what is ours alone is marked by <c>+</c>.
/// </summary>
internal static class WireShapes
{
    /// <summary>The types that the members of answers have.</summary>
    public static IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>
    {
        ["Error"] = "id:string! message:string! request_id:string!",
        ["Links"] = "pages:Pages",
        ["Pages"] = "first:url prev:url next:url last:url",
        ["Meta"] = "total:int!",
        ["Reason"] = "code:string! message:string!",
        ["App"] = """
            id:uuid! owner_uuid:string! spec:Spec! default_ingress:url live_url:url live_url_base:url live_domain:string created_at:time! updated_at:time!
            last_deployment_created_at:time last_deployment_active_at:time active_deployment:Deployment in_progress_deployment:Deployment
            pending_deployment:Deployment pinned_deployment:Deployment region:Region tier_slug:string project_id:string domains:[Domain]
            """,
        ["Domain"] = "id:uuid! spec:object! phase:=PENDING|CONFIGURING|ACTIVE|ERROR! progress:DomainProgress! validations:[DomainValidation]! rotate_validation_records:bool! certificate_expires_at:time",
        ["DomainProgress"] = "steps:[DomainStep]!",
        ["DomainStep"] = "name:string! status:=UNKNOWN|PENDING|RUNNING|ERROR|SUCCESS! started_at:time ended_at:time attempts:int! reason:Reason",
        ["DomainValidation"] = "txt_name:string! txt_value:string!",
        ["Region"] = "slug:string! label:string! flag:string! continent:string! data_centers:[string]! disabled:bool reason:string default:bool",
        ["Deployment"] = """
            id:uuid! spec:Spec! services:[DeploymentComponent] static_sites:[DeploymentComponent] workers:[DeploymentComponent] jobs:[DeploymentComponent] functions:[DeploymentComponent]
            phase:=UNKNOWN|PENDING_BUILD|BUILDING|PENDING_DEPLOY|DEPLOYING|ACTIVE|SUPERSEDED|ERROR|CANCELED! phase_last_updated_at:time created_at:time! updated_at:time!
            cause:string! cause_details:CauseDetails! cloned_from:string previous_deployment_id:uuid progress:Progress! tier_slug:string timing:Timing
            """,
        ["DeploymentComponent"] = "name:string! source_commit_hash:string buildpacks:[object]",
        ["CauseDetails"] = "type:=MANUAL|DEPLOY_ON_PUSH|MAINTENANCE|MANUAL_ROLLBACK|AUTO_ROLLBACK|UPDATE_DATABASE_TRUSTED_SOURCES|AUTOSCALED!",
        ["Timing"] = "pending:decimal build_total:decimal deploying:decimal",
        ["Progress"] = "pending_steps:int! running_steps:int! success_steps:int! error_steps:int! total_steps:int! steps:[Step]! summary_steps:[Step]!",
        ["Step"] = "name:string! status:=UNKNOWN|PENDING|RUNNING|ERROR|SUCCESS! steps:[Step] started_at:time ended_at:time reason:Reason component_name:string message_base:string",
        ["Size"] = """
            name:string! slug:string! cpu_type:=SHARED|DEDICATED! cpus:decimal! memory_bytes:decimal! usd_per_month:decimal! usd_per_second:decimal! tier_slug:string!
            scalable:bool single_instance_only:bool bandwidth_allowance_gib:decimal deprecation_intent:bool
            """,
        ["Tier"] = "name:string! slug:string! egress_bandwidth_bytes:decimal! build_seconds:decimal!",
        ["Health"] = "components:[ComponentHealth]!",
        ["ComponentHealth"] = "name:string! cpu_usage_percent:number memory_usage_percent:number replicas_desired:int! replicas_ready:int! state:=UNKNOWN|HEALTHY|UNHEALTHY!",
        ["Instance"] = "component_name:string! instance_name:string! instance_alias:string! component_type:=SERVICE|WORKER|JOB!",
        ["JobInvocation"] = "id:uuid! job_name:string! deployment_id:uuid! phase:=PENDING|RUNNING|SUCCEEDED|FAILED|CANCELED|SKIPPED! trigger:JobTrigger! created_at:time! started_at:time completed_at:time +exit_code:int +reason:Reason",
        ["JobTrigger"] = "type:=DEPLOY|SCHEDULE|MANUAL|UNKNOWN! scheduled:ScheduledTrigger",
        ["ScheduledTrigger"] = "schedule:Schedule!",
        ["Schedule"] = "cron:string! time_zone:string",
        ["ScheduledJob"] = "job_name:string! schedule:Schedule! next_run_at:time last_invocation:JobInvocation",
        ["Event"] = "id:uuid! type:=DEPLOYMENT|AUTOSCALING! created_at:time! deployment_id:uuid deployment:Deployment",
        ["Account"] = """
            uuid:string! name:string! email:string! email_verified:bool! status:string! status_message:string! droplet_limit:int! floating_ip_limit:int! team:TeamReference!
            """,
        ["TeamReference"] = "uuid:string! name:string!",
        ["RollbackProblem"] = "code:string! message:string! components:[string]",
        ["Detected"] = """
            strategy:=DOCKERFILE|BUILDPACK|HTML! types:[string]! name:string! dockerfiles:[string] build_command:string run_command:string environment_slug:string
            http_ports:[int] source_dir:string +output_dir:string +language:string +framework:string +evidence:[object] +problem:string
            """,
        ["BandwidthUsage"] = "app_id:uuid! bandwidth_bytes:decimal!",
        ["Alert"] = """
            id:uuid! component_name:string spec:AlertSpec! emails:[string]! slack_webhooks:[SlackWebhook]! phase:=UNKNOWN|PENDING|CONFIGURING|ACTIVE|ERROR! progress:AlertProgress!
            +webhooks:[Webhook]! +raised:bool! +changed_at:time +message:string
            """,
        ["AlertSpec"] = "rule:string! disabled:bool operator:=GREATER_THAN|LESS_THAN value:number window:=FIVE_MINUTES|TEN_MINUTES|THIRTY_MINUTES|ONE_HOUR",
        ["AlertProgress"] = "steps:[AlertStep]!",
        ["AlertStep"] = "name:string! status:=UNKNOWN|PENDING|RUNNING|ERROR|SUCCESS! started_at:time ended_at:time reason:Reason",
        ["SlackWebhook"] = "url:string! channel:string",
        ["Webhook"] = "url:string! secret:string",
        ["Matrix"] = "resultType:=matrix! result:[Series]!",
        ["Series"] = "metric:SeriesLabels! values:[pair]!",
        ["SeriesLabels"] = "app_component:string! app_component_instance:string! app_owner_id:string! app_uuid:uuid!",
        ["AppMetrics"] = "start:time! end:time! step_seconds:int! source:=platform|prometheus! times:[int]! components:[ComponentMetrics]!",
        ["ComponentMetrics"] = """
            name:string! instances:[number]! cpu_percent:[number]! cpu_percent_highest:[number]! memory_percent:[number]! memory_bytes:[number]! restarts:[number]!
            requests:object! latency:object!
            """,
        ["SourceCredential"] = "id:string! url:string! user_name:string! team_id:string! created_at:time!",
        ["Team"] = "id:string! name:string! created_at:time!",
        ["Token"] = "id:string! prefix:string! name:string! scope:=read|write|admin! team_id:string! team:string! state:=active|expired|revoked! created_at:time! expires_at:time revoked_at:time",
        ["Session"] = "token_name:string! team_id:string! scope:=READ|WRITE|ADMIN!",
        ["DeploymentChanges"] = "since:uuid commits:[CommitChange]! components:[SpecChange]! app:[SpecChange]!",
        ["CommitChange"] = "component:string! from:string to:string!",
        ["SpecChange"] = "component:string path:string! description:string!",
        ["AuditEntry"] = """
            id:uuid! at:time! team_id:string! token_id:string! token_prefix:string! token_name:string! operation:string! method:string! path:string! remote_address:string
            request_id:string! status:int
            """,
        ["PreviewSettings"] = "enabled:bool! allow_forks:bool! maximum:int! lifetime_hours:int!",
        ["Preview"] = "provider:string! number:int! branch:string! app_id:uuid! name:string! live_url:url",
        ["History"] = "at:time! message:string!",
    };

    /// <summary>What each function answers when all is well; nothing for those that have no such answer.</summary>
    public static IReadOnlyDictionary<string, string> Answers { get; } = new Dictionary<string, string>
    {
        ["CancelDeployment"] = "deployment:Deployment!",
        ["CancelEvent"] = "event:Event!",
        ["CancelJobInvocation"] = "job_invocation:JobInvocation!",
        ["CheckDomain"] = "domain:Domain!",
        ["CommitRollback"] = "",
        ["CreateApp"] = "app:App!",
        ["CreateDeployment"] = "deployment:Deployment!",
        ["CreateRollback"] = "deployment:Deployment!",
        ["CreateSourceCredential"] = "source_credential:SourceCredential!",
        ["CreateTeam"] = "team:Team!",
        ["CreateToken"] = "token:Token! secret:string!",
        ["DeleteApp"] = "id:uuid!",
        ["DeleteSourceCredential"] = "",
        ["DeleteTeam"] = "",
        ["DetectApp"] = """
            components:[Detected]! template:object template_found:bool! template_valid:bool! template_error:string pending:bool! +spec:Spec +problem:string +commit_sha:string
            """,
        ["GetAccount"] = "account:Account!",
        ["GetApp"] = "app:App!",
        ["GetAppBandwidth"] = "app_bandwidth_usage:[BandwidthUsage]! date:time!",
        ["GetAppConsole"] = "url:string!",
        ["GetDeploymentConsole"] = "url:string!",
        ["GetAppComponentLogs"] = "live_url:string! historic_urls:[url]!",
        ["GetAppCpuPercentage"] = "status:=success! data:Matrix!",
        ["GetAppHealth"] = "app_health:Health!",
        ["GetAppLogs"] = "live_url:string! historic_urls:[url]!",
        ["GetAppMemoryPercentage"] = "status:=success! data:Matrix!",
        ["GetAppMetrics"] = "metrics:AppMetrics!",
        ["GetAppRestartCount"] = "status:=success! data:Matrix!",
        ["GetDatabaseConnectionDetails"] = "",
        ["GetDeployment"] = "deployment:Deployment!",
        ["GetDeploymentChanges"] = "changes:DeploymentChanges!",
        ["GetDeploymentComponentLogs"] = "live_url:string! historic_urls:[url]!",
        ["GetDeploymentHistory"] = "history:[History]! reason:Reason exit_code:int last_lines:[string]! components:[object]!",
        ["GetDeploymentLogs"] = "live_url:string! historic_urls:[url]!",
        ["GetDockerCredentials"] = "",
        ["GetEvent"] = "event:Event!",
        ["GetEventLogs"] = "",
        ["GetInstanceSize"] = "instance_size:Size!",
        ["GetJobInvocation"] = "job_invocation:JobInvocation!",
        ["GetJobInvocationLogs"] = "live_url:string! historic_urls:[url]!",
        ["GetSession"] = "session:Session!",
        ["GetTier"] = "tier:Tier!",
        ["ListAlerts"] = "alerts:[Alert]!",
        ["ListAppBandwidth"] = "app_bandwidth_usage:[BandwidthUsage]! date:time!",
        ["ListApps"] = "apps:[App]! links:Links! meta:Meta!",
        ["ListAuditEntries"] = "entries:[AuditEntry]! links:Links! meta:Meta!",
        ["ListBuildpacks"] = "buildpacks:[object]!",
        ["ListDeployments"] = "deployments:[Deployment]! links:Links! meta:Meta!",
        ["ListEvents"] = "events:[Event]! links:Links! meta:Meta!",
        ["ListInstances"] = "instances:[Instance]!",
        ["ListInstanceSizes"] = "instance_sizes:[Size]!",
        ["ListJobInvocations"] = "job_invocations:[JobInvocation]! links:Links! meta:Meta!",
        ["ListRegions"] = "regions:[Region]!",
        ["ListScheduledJobs"] = "scheduled_jobs:[ScheduledJob]!",
        ["ListSourceCredentials"] = "source_credentials:[SourceCredential]! links:Links! meta:Meta!",
        ["ListTeams"] = "teams:[Team]! links:Links! meta:Meta!",
        ["ListTiers"] = "tiers:[Tier]!",
        ["ListTokens"] = "tokens:[Token]! links:Links! meta:Meta!",
        ["GetPreviews"] = "settings:PreviewSettings! previews:[Preview]!",
        ["SetPreviews"] = "settings:PreviewSettings! previews:[Preview]!",
        ["GetWatchedPaths"] = "paths:object!",
        ["SetWatchedPaths"] = "paths:object!",
        ["ProposeApp"] = """
            app_name_available:bool! app_name_suggestion:string app_is_static:bool! existing_static_apps:decimal! max_free_static_apps:decimal! app_is_starter:bool!
            app_cost:number! app_tier_upgrade_cost:number app_tier_downgrade_cost:number spec:Spec!
            """,
        ["RestartApp"] = "deployment:Deployment!",
        ["RevertRollback"] = "deployment:Deployment!",
        ["RevokeToken"] = "",
        ["UpdateAlertDestinations"] = "alert:Alert!",
        ["UpdateApp"] = "app:App!",
        ["UpgradeBuildpack"] = "",
        ["ValidateRollback"] = "valid:bool! error:RollbackProblem warnings:[object]!",
        ["WatchApps"] = "",
    };
}
