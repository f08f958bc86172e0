using System.CommandLine;
using Pipelines.Cli.Api;

namespace Pipelines.Cli.Commands;

/// <summary>What all commands share: how they end.</summary>
internal static class CommandExtensions
{
    /// <summary>Sets what a command does; errors that a person can act on are shown in one line, with exit code 1.</summary>
    public static Command Runs(this Command command, Func<ParseResult, CancellationToken, Task<int>> action)
    {
        command.SetAction(async (arguments, cancellation) =>
        {
            try
            {
                return await action(arguments, cancellation);
            }
            catch (Exception exception) when (exception is CliException or ApiException)
            {
                await Console.Error.WriteLineAsync("error: " + exception.Message);
                return 1;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return 130;
            }
        });
        return command;
    }
}
