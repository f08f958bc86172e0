using System.Globalization;
using System.Text;
using Pipelines.Activities.Processes;

namespace Pipelines.Activities.Source;

/// <summary>Reads objects of a repository one after the other through one <c>git cat-file --batch</c>.</summary>
internal sealed class ObjectReader : IAsyncDisposable
{
    private readonly ChildProcess process;
    private readonly BufferedStream output;
    private readonly Task errors;

    private ObjectReader(ChildProcess process)
    {
        this.process = process;
        output = new(process.Output, 1 << 16);
        errors = LineReader.ReadAsync(process.Error, 1024, _ => { });
    }

    public static async Task<ObjectReader> OpenAsync(GitClient git, string repository) =>
        new(await git.StartAsync(repository, ["cat-file", "--batch"]));

    /// <summary>Reads a blob; the stream must be read to its end before the next.</summary>
    public async Task<Stream> ReadAsync(string objectId, long expectedSize, CancellationToken cancellation)
    {
        await process.Input.WriteAsync(Encoding.ASCII.GetBytes(objectId + "\n"), cancellation);
        await process.Input.FlushAsync(cancellation);
        var header = (await ReadLineAsync(cancellation)).Split(' ');
        return header is [_, "blob", var size] && long.Parse(size, CultureInfo.InvariantCulture) == expectedSize
            ? new BoundedReadStream(output, expectedSize)
            : throw new SourceException($"The repository's object {objectId} is missing or damaged.");
    }

    /// <summary>Skips the line break after a blob.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        var end = new byte[1];
        await output.ReadExactlyAsync(end, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        await errors;
        await output.DisposeAsync();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (line.Length < 256)
        {
            await output.ReadExactlyAsync(one, cancellation);
            if (one[0] == '\n')
            {
                break;
            }

            line.Append((char)one[0]);
        }

        return line.ToString();
    }
}
