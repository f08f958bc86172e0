using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Pipelines.DurableTask.Embedded;

/// <summary>
/// Work that a process of its own does, killing itself (SIGKILL) at its n-th commit. Effects are files written under a key:
/// done twice they are still one, and lost they are missed.
/// </summary>
internal static class CrashScenario
{
    public const string Command = "crash-scenario";

    public static string Database(string directory) => Path.Combine(directory, "durable.db");

    public static IEnumerable<string> ExpectedEffects(int instances) => Enumerable.Range(0, instances).SelectMany(i => new[]
    {
        $"i{i}-first=0", $"i{i}-left=1", $"i{i}-right=2", $"i{i}-child-inner=5", $"i{i}-retried=3", $"i{i}-last=9",
    });

    public static IEnumerable<string> Effects(string directory) =>
        Directory.GetFiles(Path.Combine(directory, "effects"), "*=*").Select(path => Path.GetFileName(path));

    /// <summary>Runs this program as the scenario in a process of its own.</summary>
    /// <param name="directory">Where the database and the effects are.</param>
    /// <param name="instances">How many orchestrations there are.</param>
    /// <param name="kill">The commit at which it kills itself, counted from its start; 0 for none.</param>
    /// <returns>Its exit code: 0 if it came to the end, 137 if it was killed.</returns>
    public static async Task<int> RunInProcessAsync(string directory, int instances, int kill)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(CrashScenario).Assembly.Location);
        }

        foreach (var argument in new[] { Command, directory, $"{instances}", $"{kill}" })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var error = process.StandardError.ReadToEndAsync(timeout.Token);
        await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        (await error).ShouldBeEmpty();
        return process.ExitCode;
    }

    public static async Task RunAsync(string directory, int instances, int kill)
    {
        using var killer = KillAtCommit(kill);
        var effects = Directory.CreateDirectory(Path.Combine(directory, "effects")).FullName;
        await using var host = await EngineHost.StartAsync(Database(directory), tasks => Register(tasks, effects));
        var ids = Enumerable.Range(0, instances).Select(i => $"i{i}").ToList();
        await Task.WhenAll(ids.Select(id => StartOnceAsync(host.Client, id)));
        await Task.WhenAll(ids.Select(host.CompletionAsync));
    }

    public static void Register(DurableTaskRegistry tasks, string effects) => tasks
        .AddOrchestratorFunc<int, string>("Crashes", CrashesAsync)
        .AddOrchestratorFunc<int, int>("Inner", async (context, input) =>
        {
            await context.CallActivityAsync("Effect", $"{context.InstanceId}-inner={input}");
            context.SendEvent(context.Parent!.InstanceId, "ready", input);
            return input;
        })
        .AddActivityFunc<string, int>("Effect", async (_, effect) =>
        {
            await File.WriteAllTextAsync(Path.Combine(effects, effect), effect);
            return effect[^1] - '0';
        })
        .AddActivityFunc<string>("FailOnce", async (_, key) =>
        {
            var attempted = Path.Combine(effects, $"{key}.attempted");
            if (!File.Exists(attempted))
            {
                await File.WriteAllTextAsync(attempted, key);
                throw new InvalidOperationException("the first attempt");
            }

            await File.WriteAllTextAsync(Path.Combine(effects, $"{key}=3"), key);
        });

    private static async Task<string> CrashesAsync(TaskOrchestrationContext context, int generation)
    {
        var id = context.InstanceId;
        if (generation == 0)
        {
            await context.CallActivityAsync("Effect", $"{id}-first=0");
            context.ContinueAsNew(1);
            return "";
        }

        var sum = (await Task.WhenAll(
            context.CallActivityAsync<int>("Effect", $"{id}-left=1"), context.CallActivityAsync<int>("Effect", $"{id}-right=2"))).Sum();
        var child = context.CallSubOrchestratorAsync<int>("Inner", 5, new SubOrchestrationOptions(instanceId: $"{id}-child"));
        sum += await context.WaitForExternalEvent<int>("ready") + await child;
        await context.CallActivityAsync("FailOnce", $"{id}-retried", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(1))));
        await context.CallActivityAsync("Effect", $"{id}-last=9");
        return $"{sum}";
    }

    private static async Task StartOnceAsync(DurableTaskClient client, string id)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                "Crashes", 0, new StartOrchestrationOptions(id).WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]));
        }
        catch (InvalidOperationException)
        {
            // An earlier run of this scenario has started it.
        }
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
        listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
        {
            if (++commits == kill)
            {
                Process.GetCurrentProcess().Kill();
            }
        });
        listener.Start();
        return listener;
    }
}
