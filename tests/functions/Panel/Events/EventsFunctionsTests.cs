using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Functions.Panel.Events;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Tests.Panel.Events;

public sealed class EventsFunctionsTests
{
    [Fact]
    public async Task A_client_is_told_to_look_at_everything_and_then_what_changes()
    {
        await using var api = await new TestApi().StartAsync();
        using var client = await EventClient.ConnectAsync(api);
        (await client.ReadAsync()).Kind.ShouldBe("reset");

        var (app, deployment) = await api.CreateActiveAsync();
        (await client.ReadAsync()).ShouldSatisfyAllConditions(told => told.Kind.ShouldBe("app"), told => told.App.ShouldBe(app));
        (await client.ReadAsync("deployment")).Deployment.ShouldBe(deployment);
        _ = await api.SendAsync(HttpMethod.Delete, $"v2/apps/{app}", null, HttpStatusCode.OK);
        (await client.ReadAsync("deleted")).App.ShouldBe(app);
    }

    [Fact]
    public async Task A_client_that_comes_back_is_told_what_it_missed_and_one_that_missed_too_much_to_begin_again()
    {
        await using var api = await new TestApi().StartAsync();
        string last;
        using (var first = await EventClient.ConnectAsync(api))
        {
            last = (await first.ReadAsync()).Id;
        }

        var (app, _) = await api.CreateActiveAsync();
        using var again = await EventClient.ConnectAsync(api, last);
        (await again.ReadAsync()).ShouldSatisfyAllConditions(told => told.Kind.ShouldBe("app"), told => told.App.ShouldBe(app));

        foreach (var id in (string[])["0123456789abcdef-5", "x", last.Split('-')[0] + "-99999", last.Split('-')[0] + "--1"])
        {
            using var stranger = await EventClient.ConnectAsync(api, id);
            (await stranger.ReadAsync()).Kind.ShouldBe("reset", id);
        }

        var log = api.Services.GetRequiredService<ChangeLog>();
        log.Append([.. Enumerable.Range(0, ChangeLog.Capacity + 1).Select(_ => new AppChange(AppChangeKind.App, "other", app))]);
        using var late = await EventClient.ConnectAsync(api, last);
        (await late.ReadAsync()).Kind.ShouldBe("reset");
    }

    [Fact]
    public async Task Another_team_and_who_asked_for_another_app_are_told_nothing()
    {
        await using var api = await new TestApi().StartAsync();
        var stranger = await api.Services.GetRequiredService<TokenStore>().CreateAsync("other", TokenScopes.Read, Guid.NewGuid().ToString(), null, TestContext.Current.CancellationToken);
        using var other = await EventClient.ConnectAsync(api, token: stranger.Secret);
        (await other.ReadAsync()).Kind.ShouldBe("reset");
        using var mine = await EventClient.ConnectAsync(api);
        (await mine.ReadAsync()).Kind.ShouldBe("reset");

        var (first, _) = await api.CreateActiveAsync();
        _ = await mine.ReadAsync("deployment");
        using var filtered = await EventClient.ConnectAsync(api, query: "?app_id=" + first);
        (await filtered.ReadAsync()).Kind.ShouldBe("reset");
        var (second, _) = await api.CreateActiveAsync(TestApi.Spec("second"));
        _ = await api.PostAsync($"v2/apps/{first}/deployments");
        (await filtered.ReadAsync()).App.ShouldBe(first);

        // The stranger's next event is the one made for it, though others came before.
        api.Services.GetRequiredService<ChangeLog>().Append([new AppChange(AppChangeKind.App, stranger.Token.TeamId, second)]);
        (await other.ReadAsync()).App.ShouldBe(second);
    }

    [Fact]
    public async Task Without_a_token_there_are_no_events_and_there_is_an_end_to_the_number_of_clients()
    {
        await using var api = await new TestApi().StartAsync();
        using var nobody = new HttpClient { BaseAddress = api.Client.BaseAddress };
        foreach (var path in (string[])["platform/events", "platform/session", "platform/nothing", "Platform/Events"])
        {
            using var answer = await nobody.GetAsync(path, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        }

        var watcher = api.Services.GetRequiredService<AppWatcher>();
        using (var client = await EventClient.ConnectAsync(api))
        {
            _ = await client.ReadAsync();
            watcher.Watchers.ShouldBe(1);
            for (var i = 1; i < EventsFunctions.MaximumClients; i++)
            {
                watcher.TryEnter(EventsFunctions.MaximumClients).ShouldBeTrue();
            }

            _ = await api.GetAsync("platform/events", HttpStatusCode.ServiceUnavailable);
        }

        await TestApi.UntilAsync(() => Task.FromResult(watcher.Watchers == EventsFunctions.MaximumClients - 1), () => $"{watcher.Watchers} watch");
    }

    [Fact]
    public async Task A_host_that_stops_does_not_wait_for_those_who_watch()
    {
        var api = await new TestApi().StartAsync();
        using var client = await EventClient.ConnectAsync(api);
        _ = await client.ReadAsync();
        await api.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }
}
