using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pipelines.Functions.Api.Logs;

/// <summary>Writes a log as plain text, line by line, compressed where the client takes it.</summary>
internal static class LogText
{
    private const int BufferSize = 16 * 1024;

    /// <summary>Writes the lines as they come.</summary>
    /// <param name="http">The request.</param>
    /// <param name="readers">Says how long the client may take nothing.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="live">Whether each line is sent at once.</param>
    /// <returns>False when the client took nothing for too long, and was dropped.</returns>
    public static async Task<bool> TryWriteAsync(HttpContext http, LogReaders readers, IAsyncEnumerable<ShownLine> lines, bool live)
    {
        await using var answer = new PatientStream(http, readers.Patience, readers.Time);
        try
        {
            await WriteAsync(http, answer, lines, live);
            return true;
        }
        catch (OperationCanceledException) when (answer.IsCut)
        {
            return false;
        }
    }

    private static async Task WriteAsync(HttpContext http, Stream answer, IAsyncEnumerable<ShownLine> lines, bool live)
    {
        // The first line decides whether there is an answer or an error.
        await using var source = lines.GetAsyncEnumerator(http.RequestAborted);
        var more = await source.MoveNextAsync();
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Vary = "Accept-Encoding";
        await using var body = live ? answer : Compress(http, answer);

        // Left open: a writer closes its stream synchronously, which a response does not allow.
        await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize, leaveOpen: true);
        for (; more; more = await source.MoveNextAsync())
        {
            await writer.WriteAsync(source.Current.ToString());
            await writer.WriteAsync('\n');
            if (live)
            {
                await writer.FlushAsync(http.RequestAborted);
            }
        }
    }

    private static Stream Compress(HttpContext http, Stream answer)
    {
        if (!http.Request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value == "gzip" && encoding.Quality is null or > 0))
        {
            return answer;
        }

        http.Response.Headers.ContentEncoding = "gzip";
        return new GZipStream(answer, CompressionLevel.Fastest, leaveOpen: true);
    }
}
