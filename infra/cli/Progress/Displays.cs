using Spectre.Console;

namespace Pipelines.Cli.Progress;

/// <summary>Chooses how progress is shown.</summary>
internal static class Displays
{
    /// <summary>A live table on a terminal that can draw, plain lines elsewhere (also when <c>NO_COLOR</c> or <c>TERM=dumb</c> ask for it).</summary>
    public static IProgressDisplay Choose()
    {
        var isPlain = Console.IsOutputRedirected
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        return isPlain ? new PlainDisplay(Console.Out) : new LiveDisplay(AnsiConsole.Console);
    }
}
