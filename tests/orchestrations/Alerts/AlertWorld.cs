using Microsoft.DurableTask;
using Pipelines.Activities.Alerts;
using Pipelines.AppSpecs;
using Pipelines.Deployments.Alerts;
using Pipelines.Orchestrations.Alerts;
using Pipelines.Orchestrations.Tests.Platform;
using Pipelines.Storage.Metrics;
using Pipelines.Storage.Secrets;

namespace Pipelines.Orchestrations.Tests.Alerts;

/// <summary>An app with alerts on a platform of the tests, and what is measured of it.</summary>
internal static class AlertWorld
{
    /// <summary>The use of the processor above which the alert is raised, in percent.</summary>
    public const int Threshold = 80;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static AppSpec Spec() => TestPlatform.Spec() with
    {
        Alerts = [new AlertSpec { Rule = AlertRule.DeploymentLive }, new AlertSpec { Rule = AlertRule.DeploymentFailed }, new AlertSpec { Rule = AlertRule.DomainLive }],
        Services = [TestPlatform.Spec().Services[0] with { Alerts = [new AlertSpec { Rule = AlertRule.CpuUtilization, Operator = AlertOperator.GreaterThan, Value = Threshold, Window = AlertWindow.FiveMinutes }] }],
    };

    /// <summary>The alert of the use of the processor.</summary>
    public static Alert CpuAlert(TestPlatform platform) => AlertCatalog.Of(platform.AppId, Spec()).Single(each => each.Rule == AlertRule.CpuUtilization);

    public static TestPlatform New() => WithSettings(new TestPlatform());

    /// <summary>A platform on data that is there already.</summary>
    public static TestPlatform PlatformOn(string directory, string appId) => WithSettings(new TestPlatform { DataDirectory = directory, AppId = appId });

    public static async Task<TestPlatform> StartAsync(TestPlatform platform)
    {
        _ = await platform.StartAsync();
        _ = await platform.Client.ScheduleNewOrchestrationInstanceAsync(nameof(AlertsOrchestrator), true, new StartOrchestrationOptions(AlertsOrchestrator.InstanceId), Cancellation);
        return platform;
    }

    public static string Protect(TestPlatform platform, string value) => platform.Get<SecretProtector>().Protect(value, AlertSecrets.ContextOf(platform.AppId));

    public static Task TellAsync(TestPlatform platform, Alert alert, AlertDestinations to) =>
        platform.Get<AlertStore>().PutDestinationsAsync(platform.AppId, alert.Id, to, [.. AlertCatalog.Of(platform.AppId, Spec()).Select(each => each.Id)], Cancellation);

    public static async Task<AlertState> StateAsync(TestPlatform platform, string alertId, Func<AlertState, bool> condition)
    {
        AlertState? state = null;
        await TestPlatform.UntilAsync(
            async () => (state = (await platform.Get<AlertStore>().GetStatesAsync(platform.AppId, Cancellation)).GetValueOrDefault(alertId)) is not null && condition(state),
            () => $"{state}");
        return state!;
    }

    /// <summary>Waits until the alert is raised or has recovered, and all are told.</summary>
    public static Task<AlertState> ToldAsync(TestPlatform platform, bool isRaised) =>
        StateAsync(platform, CpuAlert(platform).Id, state => state.IsRaised == isRaised && state.Untold.Values.All(untold => untold.Count == 0));

    /// <summary>Writes samples of the newest minutes, the present one included; what was there before is replaced.</summary>
    public static void Write(TestPlatform platform, double cpu, int minutes)
    {
        var at = MetricStore.StepOf(DateTimeOffset.UtcNow);
        for (var minute = minutes; minute >= 0; minute--)
        {
            var component = new ComponentSample("web", [new InstanceSample(cpu, null, null, 0)], null);
            platform.Get<MetricStore>().Write(at.AddMinutes(-minute), new Dictionary<string, IReadOnlyList<ComponentSample>> { [platform.AppId] = [component] });
        }
    }

    private static TestPlatform WithSettings(TestPlatform platform)
    {
        platform.Settings["Pipelines:Alerts:Interval"] = "00:00:00.020";
        return platform;
    }
}
