using Microsoft.DurableTask.Abstractions;

namespace Microsoft.DurableTask;

public sealed class TaskOrchestrationVersioningUtilsTests
{
    [Theory]
    [InlineData("", " ", 0)]
    [InlineData("", "1.0", -1)]
    [InlineData("1.0", "", 1)]
    [InlineData("1.10", "1.9", 1)]
    [InlineData("1.0", "1.0.1", -1)]
    [InlineData("beta", "ALPHA", 1)]
    [InlineData("v1", "V1", 0)]
    public void Versions_compare_by_number_where_they_are_numbers(string source, string other, int expected) =>
        Math.Sign(TaskOrchestrationVersioningUtils.CompareVersions(source, other)).ShouldBe(expected);
}
