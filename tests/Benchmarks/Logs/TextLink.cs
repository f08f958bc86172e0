namespace Pipelines.Benchmarks.Logs;

/// <summary>Follows a log as text.</summary>
internal sealed class TextLink : ILogLink
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private StreamReader? _lines;

    public string? End { get; private set; }

    public static async Task<ILogLink> OpenAsync(Uri address, CancellationToken cancellation)
    {
        var link = new TextLink();
        link._lines = new StreamReader(await link._http.GetStreamAsync(address, cancellation));
        return link;
    }

    public async ValueTask<ReadOnlyMemory<char>> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            if (await _lines!.ReadLineAsync(cancellation) is { } line)
            {
                return line.AsMemory();
            }

            End = "ended";
        }
        catch (IOException)
        {
            End = "dropped";
        }

        return default;
    }

    public void Dispose()
    {
        _lines?.Dispose();
        _http.Dispose();
    }
}
