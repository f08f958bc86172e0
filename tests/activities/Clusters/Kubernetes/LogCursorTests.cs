using Pipelines.Activities.Clusters.Kubernetes.Logs;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

public sealed class LogCursorTests
{
    [Fact]
    public void What_comes_again_after_a_break_is_passed_over_even_where_times_are_equal()
    {
        var cursor = new LogCursor();
        cursor.Since.ShouldBeNull();
        Take(cursor, (1, "a"), (2, "b"), (2, "b")).ShouldBe(["a", "b", "b"]);
        cursor.Since.ShouldBe(At(2));
        cursor.Resume();
        Take(cursor, (1, "a"), (2, "b"), (2, "b"), (2, "b"), (3, "c")).ShouldBe(["b", "c"]);
        cursor.Resume();
        Take(cursor, (3, "c"), (3, "d")).ShouldBe(["d"]);
        cursor.Resume();
        Take(cursor, (3, "c"), (3, "d"), (4, "e")).ShouldBe(["e"]);
    }

    [Fact]
    public void Lines_whose_times_are_out_of_order_are_all_taken_and_none_of_them_again()
    {
        var cursor = new LogCursor();
        Take(cursor, (1, "out"), (3, "out"), (2, "error"), (3, "out again")).ShouldBe(["out", "out", "error", "out again"]);
        cursor.Since.ShouldBe(At(3));
        cursor.Resume();
        Take(cursor, (3, "out"), (3, "out again"), (5, "later"), (4, "late error")).ShouldBe(["later", "late error"]);
    }

    [Fact]
    public async Task Lines_of_several_instances_come_by_time_and_those_of_one_in_their_order()
    {
        var merged = await LogOrder.MergeAsync([Lines("x", 1, 4, 4), Lines("y", 2, 4), Lines("z")], TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        merged.Select(line => line.Text).ShouldBe(["x0", "y0", "x1", "x2", "y1"]);
    }

    private static IAsyncEnumerable<InstanceLogLine> Lines(string name, params int[] seconds) =>
        seconds.Select((second, index) => new InstanceLogLine("web", name, At(second), $"{name}{index}")).ToAsyncEnumerable();

    private static List<string> Take(LogCursor cursor, params (int Second, string Text)[] lines) =>
        [.. lines.Where(line => cursor.Take(new PodLogLine(At(line.Second), line.Text))).Select(line => line.Text)];

    private static DateTimeOffset At(int second) => new(2026, 1, 1, 12, 0, second, TimeSpan.Zero);
}
