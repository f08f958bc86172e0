using Pipelines.Storage.Audit;
using Pipelines.Storage.State;

namespace Pipelines.Storage.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteStateStore _state;

    public AuditLogTests() => _state = new SqliteStateStore(_directory["state.db"]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _state.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task An_entry_is_there_before_it_ends_and_ends_once()
    {
        var log = new AuditLog(_state);
        var entry = Entry(1);
        var begun = await log.BeginAsync(entry, Cancellation);
        (await new AuditLog(_state).ListAsync("team", 0, 10, Cancellation)).ShouldBe([entry]);
        await log.EndAsync(entry, begun, 200, Cancellation);
        await log.EndAsync(entry, begun, 500, Cancellation);
        (await log.ListAsync("team", 0, 10, Cancellation)).ShouldHaveSingleItem().Status.ShouldBe(200);
        await Should.ThrowAsync<InvalidOperationException>(() => log.BeginAsync(entry with { Operation = "Other" }, Cancellation));
    }

    [Fact]
    public async Task A_team_keeps_its_newest_entries_and_sees_no_others()
    {
        var log = new AuditLog(_state, limit: 20);
        for (var i = 0; i < 100; i++)
        {
            _ = await log.BeginAsync(Entry(i), Cancellation);
        }

        _ = await log.BeginAsync(Entry(0, "other"), Cancellation);
        (await log.CountAsync("team", Cancellation)).ShouldBeInRange(20, 42);
        (await log.ListAsync("team", 0, 20, Cancellation)).Select(entry => entry.RequestId).ShouldBe(Enumerable.Range(0, 20).Select(i => $"{99 - i}"));
        (await log.ListAsync("team", 3, 2, Cancellation)).Select(entry => entry.RequestId).ShouldBe(["96", "95"]);
        (await log.ListAsync("team", 1000, 2, Cancellation)).ShouldBeEmpty();
        (await log.CountAsync("other", Cancellation)).ShouldBe(1);
    }

    private static AuditEntry Entry(int number, string team = "team") => new()
    {
        Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddYears(30).AddSeconds(number)).ToString(),
        At = DateTimeOffset.UnixEpoch.AddYears(30).AddSeconds(number),
        TeamId = team,
        TokenId = "id",
        TokenPrefix = "plt_v1_01234",
        TokenName = "ci",
        Operation = "CreateApp",
        Method = "POST",
        Path = "/v2/apps",
        RequestId = $"{number}",
    };
}
