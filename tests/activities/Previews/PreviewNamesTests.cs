using Pipelines.Activities.Previews;

namespace Pipelines.Activities.Tests.Previews;

public sealed class PreviewNamesTests
{
    [Fact]
    public void A_pull_request_always_has_the_same_name()
    {
        PreviewNames.Of("shop", 7).ShouldBe("shop-pr-7");
        var (one, other) = (PreviewNames.Of("a-shop-with-quite-a-long-name-1", 12345), PreviewNames.Of("a-shop-with-quite-a-long-name-2", 12345));
        one.Length.ShouldBeLessThanOrEqualTo(32);
        one.ShouldMatch("^[a-z][a-z0-9-]{0,30}[a-z0-9]$");
        one.ShouldNotBe(other);
        PreviewNames.Of("a-shop-with-quite-a-long-name-1", 12345).ShouldBe(one);
    }
}
