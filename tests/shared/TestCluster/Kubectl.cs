using System.ComponentModel;
using System.Diagnostics;

namespace Pipelines.TestClusters;

/// <summary>Runs kubectl against one cluster.</summary>
internal sealed class Kubectl(string kubeconfig)
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(2);

    public async Task<string> RunAsync(IEnumerable<string> arguments, string? input, CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(_longest);
        using var process = Start(arguments);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(bounded.Token);
            var error = process.StandardError.ReadToEndAsync(bounded.Token);
            await WriteAsync(process.StandardInput, input, bounded.Token);
            await process.WaitForExitAsync(bounded.Token);
            return process.ExitCode == 0
                ? await output
                : throw new InvalidOperationException($"kubectl {string.Join(' ', process.StartInfo.ArgumentList)}: exit code {process.ExitCode}: {(await error).Trim()}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task WriteAsync(StreamWriter standardInput, string? input, CancellationToken cancellation)
    {
        await using (standardInput)
        {
            try
            {
                await standardInput.WriteAsync(input.AsMemory(), cancellation);
            }
            catch (IOException)
            {
                // It ended before it had read everything: its exit code and its words tell more.
            }
        }
    }

    private Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("kubectl", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false
        };
        start.Environment["KUBECONFIG"] = kubeconfig;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception problem)
        {
            throw new InvalidOperationException("kubectl cannot be started (infra/install test installs it): " + problem.Message, problem);
        }
    }
}
