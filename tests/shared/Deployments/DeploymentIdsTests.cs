namespace Pipelines.Deployments.Tests;

public sealed class DeploymentIdsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 1, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void AnIdOfAWorkflowIsAVersion7UuidOfItsTimeAndRandomness()
    {
        var randomness = Guid.Parse("5d0c2a3b-1111-5222-8333-444455556666");
        var id = Guid.Parse(DeploymentIds.New(s_now, randomness));
        id.Version.ShouldBe(7);
        id.Variant.ShouldBeInRange(8, 11);
        Convert.ToInt64(id.ToString("N")[..12], 16).ShouldBe(s_now.ToUnixTimeMilliseconds());
        DeploymentIds.New(s_now, randomness).ShouldBe(id.ToString());
        DeploymentIds.New(s_now, Guid.NewGuid()).ShouldNotBe(id.ToString());
    }

    [Fact]
    public void TheKeyOfANewerDeploymentSortsFirst()
    {
        var keys = Enumerable.Range(0, 50).Select(minute => DeploymentIds.NewestFirstKey(DeploymentIds.New(s_now.AddMinutes(minute)))).ToList();
        keys.ShouldBe(keys.OrderDescending(StringComparer.Ordinal));
    }
}
