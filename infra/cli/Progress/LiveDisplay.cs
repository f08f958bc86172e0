using System.Globalization;
using Pipelines.Cli.Api;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pipelines.Cli.Progress;

/// <summary>Draws the steps as a table that changes in place: for terminals.</summary>
internal sealed class LiveDisplay(IAnsiConsole console) : IProgressDisplay
{
    public Task ShowAsync(Func<Action<DeploymentView>, Task> run) => console.Live(new Text("waiting for the first step")).StartAsync(context => run(deployment =>
    {
        context.UpdateTarget(Draw(deployment));
        context.Refresh();
    }));

    private static IRenderable Draw(DeploymentView deployment)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn().AddColumn(new GridColumn().RightAligned().NoWrap());
        foreach (var step in StepLine.Leaves(deployment.Progress.Steps))
        {
            var (mark, style) = Look(step.Status);
            grid.AddRow(
                new Markup(mark, style),
                new Text(step.Title + (step.Reason is { } reason ? $"\n{reason}" : ""), step.Status == "PENDING" ? new Style(Color.Grey) : Style.Plain),
                new Text(step.Seconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s") : "", new Style(Color.Grey)));
        }

        return new Rows(new Markup($"[bold]{deployment.Phase.ToLowerInvariant().Replace('_', ' ')}[/] [grey]{deployment.Progress.SuccessSteps}/{deployment.Progress.TotalSteps} {deployment.Cause.EscapeMarkup()}[/]"), grid);
    }

    private static (string Mark, Style Style) Look(string status) => status switch
    {
        "SUCCESS" => ("✔", new Style(Color.Green)),
        "ERROR" => ("✘", new Style(Color.Red)),
        "RUNNING" => ("●", new Style(Color.Yellow)),
        _ => ("·", new Style(Color.Grey)),
    };
}
