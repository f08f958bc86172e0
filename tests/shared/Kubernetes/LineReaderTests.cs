using System.Text;
using Pipelines.Kubernetes.Requests;

namespace Pipelines.Kubernetes.Tests;

public sealed class LineReaderTests
{
    private const int Maximum = 20_000;

    [Fact]
    public async Task Lines_are_the_same_however_the_stream_is_cut_in_pieces()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var lines = Enumerable.Range(0, random.Next(1, 40)).Select(index => new string((char)('a' + (index % 26)), Length(random))).ToList();
            var ends = random.Next(2) == 0;
            var text = string.Join('\n', lines) + (ends ? "\n" : string.Empty);

            var read = await ReadAsync(new PiecewiseStream(Encoding.ASCII.GetBytes(text), random), cuts: true);

            // What follows the last line break is a line unless it is empty.
            var expected = lines.Select(line => line[..Math.Min(line.Length, Maximum)]).ToList();
            if (!ends && lines[^1].Length == 0)
            {
                expected.RemoveAt(expected.Count - 1);
            }

            read.ShouldBe(expected, $"seed {seed}");
        }
    }

    [Fact]
    public async Task Where_lines_are_not_cut_a_long_one_is_an_error_and_an_unfinished_one_is_none()
    {
        var random = new Random(1);
        (await ReadAsync(new PiecewiseStream("one\ntwo"u8.ToArray(), random), cuts: false)).ShouldBe(["one"]);
        var fits = Encoding.ASCII.GetBytes(new string('x', Maximum) + "\n");
        (await ReadAsync(new PiecewiseStream(fits, random), cuts: false)).Single().Length.ShouldBe(Maximum);
        var tooLong = Encoding.ASCII.GetBytes("one\n" + new string('x', Maximum + 1) + "\n");
        await Should.ThrowAsync<AnswerTooLargeException>(() => ReadAsync(new PiecewiseStream(tooLong, random), cuts: false));
    }

    private static int Length(Random random) => random.Next(6) switch
    {
        0 => 0,
        1 => random.Next(Maximum - 2, Maximum + 3),
        2 => random.Next(Maximum * 3),
        _ => random.Next(100),
    };

    private static async Task<List<string>> ReadAsync(Stream stream, bool cuts)
    {
        var lines = new List<string>();
        await using var reader = new LineReader(stream, Maximum, cuts);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken) is { } line)
        {
            lines.Add(Encoding.ASCII.GetString(line));
        }

        return lines;
    }

    /// <summary>Gives its bytes in pieces of any size.</summary>
    private sealed class PiecewiseStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 9000))], cancellationToken);
    }
}
