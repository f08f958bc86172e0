using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Pipelines.Deployments;
using Pipelines.Deployments.Alerts;
using Pipelines.Orchestrations.Tests.Platform;

namespace Pipelines.Orchestrations.Tests.Alerts;

/// <summary>The control plane is killed (SIGKILL) between finding, recording and sending of what is new of an alert.</summary>
public sealed class AlertCrashTests
{
    private const int Killed = 137;

    // Kills while the destination has a message and has not answered.
    private const int AtReceipt = -1;

    // PIPELINES_TEST_SWEEP=all kills at each commit of a message's way.
    private static readonly int[] s_kills = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("PIPELINES_TEST_SWEEP"))
        ? [1, 3, AtReceipt, 5, AtReceipt, 7]
        : [.. Enumerable.Range(1, 14), AtReceipt, AtReceipt];

    [Fact]
    public async Task All_is_told_in_order_and_again_only_where_its_answer_was_lost()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var platform = await AlertWorld.StartAsync(AlertWorld.New());
        _ = await platform.EndedAsync(await platform.CreateAppAsync(AlertWorld.Spec()), DeploymentPhase.Active);
        var alert = AlertWorld.CpuAlert(platform);
        await AlertWorld.TellAsync(platform, alert, new AlertDestinations { Webhooks = [new WebhookDestination(AlertWorld.Protect(platform, receiver.Address + "/hook"), null)] });
        AlertWorld.Write(platform, cpu: 10, minutes: 5);
        _ = await AlertWorld.StateAsync(platform, alert.Id, state => state is { IsMeasured: true, IsRaised: false });

        var killed = 0;
        var isRaised = false;
        foreach (var kill in s_kills)
        {
            isRaised = !isRaised;
            await platform.RestartAfterAsync(async () => killed += await KillAsync(platform, receiver, kill, isRaised ? 95 : 10) == Killed ? 1 : 0);
            _ = await AlertWorld.ToldAsync(platform, isRaised);
        }

        // Commits are grouped by time: a control plane may come to its end before the last of them.
        killed.ShouldBeGreaterThanOrEqualTo(s_kills.Length * 3 / 4);
        var messages = receiver.Received.Select(message => (
            Key: message.Headers["Idempotency-Key"],
            Id: message.Headers["webhook-id"],
            Type: JsonDocument.Parse(message.Body).RootElement.GetProperty("type").GetString())).ToList();
        var told = messages.Select(message => message.Key).Distinct().ToList();
        told.Count.ShouldBe(s_kills.Length, "one for each change, whatever dies in between");
        messages.ShouldAllBe(message => message.Id == message.Key);
        messages.Select(message => told.IndexOf(message.Key)).ShouldBeInOrder();
        messages.ShouldAllBe(message => message.Type == (told.IndexOf(message.Key) % 2 == 0 ? "alert.raised" : "alert.recovered"));
        messages.GroupBy(message => message.Key).ShouldAllBe(same => same.Count() <= 2, "again only where a kill came before the record");
    }

    [Fact]
    public async Task A_recovery_waits_for_what_was_to_be_told_before()
    {
        var isRecovered = false;
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = _ => Volatile.Read(ref isRecovered) ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable;
        await using var platform = await AlertWorld.StartAsync(AlertWorld.New());
        _ = await platform.EndedAsync(await platform.CreateAppAsync(AlertWorld.Spec()), DeploymentPhase.Active);
        var alert = AlertWorld.CpuAlert(platform);
        await AlertWorld.TellAsync(platform, alert, new AlertDestinations { Webhooks = [new WebhookDestination(AlertWorld.Protect(platform, receiver.Address + "/hook"), null)] });
        AlertWorld.Write(platform, cpu: 95, minutes: 5);
        await TestPlatform.UntilAsync(() => Task.FromResult(!receiver.Received.IsEmpty), () => "raised");
        var refused = receiver.Received.Count;
        AlertWorld.Write(platform, cpu: 10, minutes: 5);
        _ = await AlertWorld.StateAsync(platform, alert.Id, state => !state.IsRaised);
        Volatile.Write(ref isRecovered, true);
        _ = await AlertWorld.ToldAsync(platform, isRaised: false);
        var types = receiver.Received.Skip(refused).Select(message => JsonDocument.Parse(message.Body).RootElement.GetProperty("type").GetString()).ToList();
        types[^1].ShouldBe("alert.recovered");
        types[..^1].ShouldNotBeEmpty();
        types[..^1].ShouldAllBe(type => type == "alert.raised");
    }

    private static async Task<int> KillAsync(TestPlatform platform, WebhookReceiver receiver, int kill, double cpu)
    {
        Process? process = null;
        try
        {
            receiver.Answer = _ =>
            {
                if (kill == AtReceipt)
                {
                    Volatile.Read(ref process)?.Kill();
                }

                return HttpStatusCode.OK;
            };
            return await AlertCrash.RunInProcessAsync(platform, cpu, Math.Max(kill, 0), started => Volatile.Write(ref process, started));
        }
        finally
        {
            receiver.Answer = _ => HttpStatusCode.OK;
        }
    }
}
