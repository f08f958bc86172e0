using Pipelines.Cli.Api;

namespace Pipelines.Cli.Progress;

public sealed class PlainDisplayTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task EachStepIsALineWhenItChangesAndOnlyThen()
    {
        var output = new StringWriter();
        await new PlainDisplay(output).ShowAsync(update =>
        {
            update(Deployment("BUILDING", Step("PENDING")));
            update(Deployment("BUILDING", Step("RUNNING")));
            update(Deployment("BUILDING", Step("RUNNING")));
            update(Deployment("ERROR", Step("ERROR", s_start.AddSeconds(1.5), new StepReasonView("BuildJobExitNonZero", "npm ended with exit code 1"))));
            return Task.CompletedTask;
        });
        output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            "deployment d1: BUILDING",
            "  running  Building service web",
            "deployment d1: ERROR",
            "  error    Building service web (1.50 s) - npm ended with exit code 1",
        ]);
    }

    [Fact]
    public async Task NothingOfATerminalIsWritten()
    {
        var output = new StringWriter();
        await new PlainDisplay(output).ShowAsync(update =>
        {
            update(Deployment("ACTIVE", Step("SUCCESS", s_start)));
            return Task.CompletedTask;
        });
        output.ToString().ShouldNotContain('\u001b');
    }

    private static DeploymentView Deployment(string phase, StepView step) =>
        new("d1", phase, "manual", new ProgressView(0, 0, 1, [new StepView("build", "RUNNING", [step], null, null, null, null, null)]));

    private static StepView Step(string status, DateTimeOffset? end = null, StepReasonView? reason = null) =>
        new("web", status, null, status == "PENDING" ? null : s_start, end, reason, "web", "Building service");
}
