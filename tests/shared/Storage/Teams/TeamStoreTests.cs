using Pipelines.Storage.State;
using Pipelines.Storage.Teams;

namespace Pipelines.Storage.Tests.Teams;

public sealed class TeamStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteStateStore _state;
    private readonly TeamStore _teams;

    public TeamStoreTests()
    {
        _state = new SqliteStateStore(_directory["state.db"]);
        _teams = new TeamStore(_state, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _state.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Among_many_one_makes_the_team_of_a_name()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _teams.CreateAsync("blue", cancellation: Cancellation)));
        var team = made.OfType<Team>().ShouldHaveSingleItem();
        (await _teams.FindAsync("blue", Cancellation)).ShouldBe(team);
        (await _teams.FindAsync(team.Id, Cancellation)).ShouldBe(team);
        _ = await _teams.CreateAsync("amber", "0c1e7a3e-5d1f-4b6e-9a55-70a1f0c0de01", Cancellation);
        (await _teams.ListAsync(Cancellation)).Select(one => one.Name).ShouldBe(["amber", "blue"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("b")]
    [InlineData("Blue")]
    [InlineData("blue-")]
    [InlineData("../tokens")]
    [InlineData("blue\n")]
    public async Task A_hostile_name_is_no_name(string name)
    {
        await Should.ThrowAsync<ArgumentException>(() => _teams.CreateAsync(name, cancellation: Cancellation));
        (await _teams.FindAsync(name, Cancellation)).ShouldBeNull();
    }
}
