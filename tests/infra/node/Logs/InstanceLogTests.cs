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

    [Fact]
    public void A_reader_who_comes_too_late_is_told_how_much_is_missing()
    {
        var path = Path.Combine(directory, "c.log");
        var log = Create(path);
        File.WriteAllText(path, "first\n");
        log.Look(DateTimeOffset.UtcNow);
        long offset = 0;
        log.Read(ref offset, partial: false).Single().Text.ShouldBe("first");

        // 100,000 bytes, of which the newest 16 KiB and what is left of a block are kept.
        File.AppendAllText(path, string.Concat(Enumerable.Range(0, 10_000).Select(i => $"line {i:D4}\n")));
        log.Look(DateTimeOffset.UtcNow);
        var lines = log.Read(ref offset, partial: false);
        lines[0].Text.ShouldMatch("^(79|8[0-3]) KiB of this log are missing here: .* its newest 16 KiB are kept.$");
        lines[0].Component.ShouldBe("c");
        lines[1].Text.ShouldMatch("^line [0-9]{4}$");
        lines[^1].Text.ShouldBe("line 9999");
        var numbers = lines.Skip(1).Select(line => int.Parse(line.Text[5..])).ToList();
        numbers.ShouldBe(Enumerable.Range(numbers[0], numbers.Count));
        log.Read(ref offset, partial: false).ShouldBeEmpty();
    }

    [Fact]
    public void The_memory_of_when_output_was_seen_stays_small_however_long_little_is_written()
    {
        var path = Path.Combine(directory, "d.log");
        var log = Create(path, limit: 1 << 30);
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        var now = DateTimeOffset.UnixEpoch;
        const int looks = 70_000;
        for (var i = 0; i < looks; i++)
        {
            RandomAccess.Write(file, "x\n"u8, 2 * i);
            _ = log.Look(now.AddSeconds(i));
        }

        new FileInfo(Path.ChangeExtension(path, ".idx")).Length.ShouldBeLessThanOrEqualTo(1 << 20);
        long offset = 2 * (looks - 1);
        log.Read(ref offset, partial: false).Single().Timestamp.ShouldBe(now.AddSeconds(looks - 1));
        offset = 2 * 1001;
        log.Read(ref offset, partial: false)[0].Timestamp.ShouldBe(now.AddSeconds(1000));
        log.OffsetOf(now.AddSeconds(1001)).ShouldBe(2 * 1000);
    }

    private static InstanceLog Create(string path, long limit = 16 << 10) => new(
        new LogOwner { InstanceId = "i", AppId = "a", ReleaseId = "r", Component = "c", Instance = "c-0", CreatedAt = DateTimeOffset.UnixEpoch },
        path,
        limit);
}
