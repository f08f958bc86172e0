using Pipelines.Functions.Api.Logs;
using Pipelines.Functions.Http;
using Pipelines.Storage.Secrets;

namespace Pipelines.Functions.Tests.Api.Logs;

public sealed class LogGrantsTests
{
    private static readonly LogGrant s_grant = new("token", "app", "deployment", "web", LogType.Deploy, 20, true);

    [Fact]
    public void A_grant_is_good_for_ten_minutes()
    {
        var time = new SettableTime();
        var grants = new LogGrants(Ring(1), time);
        var token = grants.Sign(s_grant);
        time.Now += TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1);
        grants.Verify(token).ShouldBe(s_grant);
        time.Now += TimeSpan.FromSeconds(1);
        Should.Throw<ApiException>(() => grants.Verify(token)).Id.ShouldBe("gone");
    }

    [Fact]
    public void A_grant_of_another_installation_is_refused()
    {
        var token = new LogGrants(Ring(1), TimeProvider.System).Sign(s_grant);
        new LogGrants(Ring(1), TimeProvider.System).Verify(token).ShouldBe(s_grant);
        Should.Throw<ApiException>(() => new LogGrants(Ring(2), TimeProvider.System).Verify(token));
    }

    private static SecretKeyRing Ring(byte seed) => new(new Dictionary<int, byte[]> { [1] = [.. Enumerable.Repeat(seed, SecretKeyRing.KeyLength)] });

    private sealed class SettableTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
