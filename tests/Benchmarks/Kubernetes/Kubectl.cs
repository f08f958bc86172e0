using System.Diagnostics;

namespace Pipelines.Benchmarks.Kubernetes;

/// <summary>kubectl, the yardstick.</summary>
internal sealed class Kubectl(string kubeconfig)
{
    public async Task RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl", [$"--kubeconfig={kubeconfig}", .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        _ = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)} ended with code {process.ExitCode}");
        }
    }
}
