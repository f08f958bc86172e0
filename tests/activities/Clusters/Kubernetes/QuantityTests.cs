using Pipelines.Activities.Clusters.Kubernetes.Instances;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("250m", 0.25)]
    [InlineData("2", 2d)]
    [InlineData("1500000n", 0.0015)]
    [InlineData("64Mi", 67108864d)]
    [InlineData("1e3", 1000d)]
    [InlineData("3k", 3000d)]
    [InlineData("much", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Amounts_are_read_as_the_API_writes_them(string? text, double? expected)
    {
        if (expected is { } amount)
        {
            Quantity.Parse(text)!.Value.ShouldBe(amount, 1e-9);
        }
        else
        {
            Quantity.Parse(text).ShouldBeNull();
        }
    }
}
