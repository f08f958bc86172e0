using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Pipelines.Orchestrations.Tests.Platform;

namespace Pipelines.Orchestrations.Tests.Alerts;

/// <summary>A control plane in a process of its own that finds an alert raised or recovered, and kills itself (SIGKILL) at a commit.</summary>
internal static class AlertCrash
{
    public const string Command = "alert-crash";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    /// <summary>Runs this program as that control plane.</summary>
    /// <param name="platform">Its data and app; stopped meanwhile.</param>
    /// <param name="cpu">What is measured of the app's processor time, in percent.</param>
    /// <param name="kill">The commit at which it kills itself, counted from the one that records the change; 0 for none.</param>
    /// <param name="started">Is told of the process.</param>
    /// <returns>Its exit code: 0 if it came to the end, 137 if it was killed.</returns>
    public static async Task<int> RunInProcessAsync(TestPlatform platform, double cpu, int kill, Action<Process> started)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(AlertCrash).Assembly.Location);
        }

        foreach (var argument in (string[])[Command, platform.DataDirectory, platform.AppId, cpu.ToString(CultureInfo.InvariantCulture), kill.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        started(process);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            process.ExitCode.ShouldBeOneOf([0, 137], await output + error);
            return process.ExitCode;
        }
        finally
        {
            process.Kill();
        }
    }

    public static async Task RunAsync(string directory, string appId, double cpu, int kill)
    {
        var platform = await AlertWorld.PlatformOn(directory, appId).StartAsync();
        using var killer = KillAtCommit(kill);
        AlertWorld.Write(platform, cpu, minutes: 5);
        await AlertWorld.ToldAsync(platform, isRaised: cpu > AlertWorld.Threshold);
        await platform.StopAsync();
    }

    private static MeterListener KillAtCommit(int kill)
    {
        var commits = 0;
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "pipelines.storage.commits")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        var gate = new Lock();
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            lock (gate)
            {
                // Before it nothing is new: the workflow looks again and again.
                var isState = tags.ToArray().Any(tag => tag is { Key: "store", Value: "state" });
                if ((commits > 0 || isState) && ++commits == kill)
                {
                    Process.GetCurrentProcess().Kill();
                }
            }
        });
        listener.Start();
        return listener;
    }
}
