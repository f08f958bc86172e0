using Pipelines.Activities.Alerts;
using Pipelines.AppSpecs;
using Pipelines.Deployments.Alerts;
using Pipelines.Storage.Metrics;

namespace Pipelines.Activities.Tests.Alerts;

public sealed class AlertValuesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 20, TimeSpan.Zero);

    [Theory]
    [InlineData(AlertRule.CpuUtilization, 5, 30.0)]
    [InlineData(AlertRule.CpuUtilization, 3, null)]
    [InlineData(AlertRule.MemUtilization, 5, 50.0)]
    [InlineData(AlertRule.RequestsPerSecond, 5, 2.0)]
    [InlineData(AlertRule.RequestDurationP95Ms, 5, 4.75)]
    [InlineData(AlertRule.RestartCount, 5, 4.0)]
    [InlineData(AlertRule.RestartCount, 1, null)]
    [InlineData(AlertRule.DeploymentLive, 5, null)]
    public void A_rule_is_measured_over_its_window_when_most_of_that_was_measured(AlertRule rule, int samples, double? value)
    {
        var last = MetricStore.StepOf(s_now);
        var range = new MetricRange(TimeSpan.FromMinutes(1), [.. Enumerable.Range(0, samples).Reverse().Select(minute => new AppSample(last.AddMinutes(-minute),
        [
            new ComponentSample("other", [new InstanceSample(100, 1, 1, 9)], null),
            new ComponentSample(
                "web",
                [new InstanceSample(20, 1 << 20, 4 << 20, samples - minute), new InstanceSample(40, 3 << 20, 4 << 20, 0)],
                new RequestSample([0, 120, 0, 0, 0], [120], 0)),
        ]))]);
        AlertValues.Of(new Alert("a", "web", rule, new AlertSpec { Rule = rule, Window = AlertWindow.FiveMinutes }), range, s_now).ShouldBe(value);
    }

    [Fact]
    public void What_is_older_than_the_window_does_not_count()
    {
        var last = MetricStore.StepOf(s_now);
        var range = new MetricRange(TimeSpan.FromMinutes(1), [.. Enumerable.Range(0, 30).Reverse().Select(minute => new AppSample(last.AddMinutes(-minute), [new ComponentSample("web", [new InstanceSample(minute < 5 ? 10 : 90, null, null, 0)], null)]))]);
        AlertValues.Of(new Alert("a", "web", AlertRule.CpuUtilization, new AlertSpec { Window = AlertWindow.FiveMinutes }), range, s_now).ShouldBe(10);
        AlertValues.Of(new Alert("a", "web", AlertRule.CpuUtilization, new AlertSpec { Window = AlertWindow.ThirtyMinutes }), range, s_now)!.Value.ShouldBeGreaterThan(70);
    }
}
