using System.ComponentModel;
using System.Diagnostics;

namespace Pipelines.TestClusters;

/// <summary>Runs kubectl against one cluster.</summary>
/// <param name="kubeconfig">Path of the kubeconfig file, or several with colons between them.</param>
public sealed class Kubectl(string kubeconfig)
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(2);

    /// <summary>Runs it.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads, as with <c>apply -f -</c>; null for nothing.</param>
    /// <param name="cancellation">Ends it; two minutes do so too.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has its words.</exception>
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
