using System.Globalization;
using Pipelines.Cli.Api;

namespace Pipelines.Cli.Progress;

/// <summary>Writes one line for each step that changes: for files, pipes and CI.</summary>
internal sealed class PlainDisplay(TextWriter output) : IProgressDisplay
{
    public async Task ShowAsync(Func<Action<DeploymentView>, Task> run)
    {
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        string? phase = null;
        await run(deployment =>
        {
            if (phase != deployment.Phase)
            {
                phase = deployment.Phase;
                output.WriteLine($"deployment {deployment.Id}: {phase}");
            }

            foreach (var step in StepLine.Leaves(deployment.Progress.Steps))
            {
                Show(step);
            }
        });

        void Show(StepLine step)
        {
            if (step.Status == "PENDING" || shown.GetValueOrDefault(step.Path) == step.Status)
            {
                return;
            }

            shown[step.Path] = step.Status;
            var took = step.Seconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $" ({seconds:0.00} s)") : "";
            output.WriteLine($"  {step.Status.ToLowerInvariant(),-8} {step.Title}{took}{(step.Reason is { } reason ? $" - {reason}" : "")}");
        }
    }
}
