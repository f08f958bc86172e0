using Pipelines.Node.Logs;

namespace Pipelines.Node.Tests.Logs;

public sealed class InstanceLogTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("pipelines-log-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void What_is_too_old_goes_and_no_line_is_torn()
    {
        var path = Path.Combine(directory, "a.log");
        var log = Create(path);
        var now = DateTimeOffset.UtcNow;
        for (var i = 0; i < 5000; i++)
        {
            File.AppendAllText(path, $"line number {i:D6}\n");
            if (i % 100 == 0)
            {
                log.Look(now.AddSeconds(i));
            }
        }

        log.Look(now.AddSeconds(5000));
        long offset = 0;
        var lines = log.Read(ref offset, partial: true);
        lines[^1].Text.ShouldBe("line number 004999");
        lines.Count.ShouldBeLessThan(2500);
        lines.ShouldAllBe(line => line.Text.Length == 18);
        lines.Select(line => line.Timestamp).ShouldBeInOrder();
        lines[0].Timestamp.ShouldBeGreaterThan(now);

        // A node that starts anew finds the same.
        long again = 0;
        Create(path).Read(ref again, partial: true).ShouldBe(lines);
    }

    [Fact]
    public void Lines_without_an_end_wait_and_endless_ones_are_cut()
    {
        var path = Path.Combine(directory, "b.log");
        var log = Create(path, limit: 1 << 20);
        File.WriteAllText(path, "one\r\ntw");
        log.Look(DateTimeOffset.UtcNow);
        long offset = 0;
        log.Read(ref offset, partial: false).Select(line => line.Text).ShouldBe(["one"]);
        File.AppendAllText(path, "o\n" + new string('x', InstanceLog.MaximumLineBytes + 10) + "\n");
        log.Look(DateTimeOffset.UtcNow);
        log.Read(ref offset, partial: false).Select(line => line.Text.Length).ShouldBe([3, InstanceLog.MaximumLineBytes, 10]);
    }

    private static InstanceLog Create(string path, long limit = 16 << 10) => new(
        new LogOwner { InstanceId = "i", AppId = "a", ReleaseId = "r", Component = "c", Instance = "c-0", CreatedAt = DateTimeOffset.UnixEpoch },
        path,
        limit);
}
