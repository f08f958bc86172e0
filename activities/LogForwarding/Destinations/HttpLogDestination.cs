using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Pipelines.Activities.LogForwarding.Destinations;

/// <summary>Posts lines, compressed. Redirects are not followed, and no proxy is asked: both could lead elsewhere.</summary>
internal sealed class HttpLogDestination : ILogDestination
{
    private const int LongestAnswer = 1 << 20;
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(10);
    private readonly IHttpLogFormat format;
    private readonly DestinationConnector connector;
    private readonly HttpClient client;

    public HttpLogDestination(IHttpLogFormat format, bool isUnchecked, DestinationConnector connector)
    {
        this.format = format;
        this.connector = connector;
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = ConnectPatience,
            PooledConnectionLifetime = ConnectionLifetime,
            SslOptions = connector.Security(null, isUnchecked),
            ConnectCallback = (context, cancellation) => connector.ConnectAsync(context.DnsEndPoint, cancellation),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public async Task SendAsync(IReadOnlyList<ForwardedLine> lines, CancellationToken cancellation)
    {
        connector.RequireAllowed(format.Address);
        while (lines.Count > 0)
        {
            lines = format.FindLeft(lines, await PostAsync(lines, cancellation));
            if (lines.Count > 0)
            {
                throw new PartlyTakenException(lines);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> PostAsync(IReadOnlyList<ForwardedLine> lines, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, format.Address) { Content = Compress(format.Write(lines)) };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("pipelines", null));
        format.Authorize(request);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                throw Refuse(response);
            }

            return await ReadAsync(response, cancellation);
        }
        catch (HttpRequestException exception)
        {
            throw exception.InnerException as DestinationException
                ?? new DestinationException(exception.HttpRequestError == HttpRequestError.SecureConnectionError ? "its certificate is not trusted, or it speaks no TLS" : $"it cannot be reached ({exception.HttpRequestError})", inner: exception);
        }
        catch (IOException exception)
        {
            throw new DestinationException("the connection broke", inner: exception);
        }
    }

    private ByteArrayContent Compress(byte[] body)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return new ByteArrayContent(compressed.ToArray())
        {
            Headers = { ContentType = MediaTypeHeaderValue.Parse(format.MediaType), ContentEncoding = { "gzip" } },
        };
    }

    // What is wrong with the lines is not cured by waiting; what is wrong with the key may be by whoever reads of it.
    private static DestinationException Refuse(HttpResponseMessage response)
    {
        var isRefused = response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity;
        var retry = response.Headers.RetryAfter?.Delta;
        return new DestinationException($"it answered {(int)response.StatusCode}", isRefused, retry > LongestRetry ? LongestRetry : retry);
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var answer = new byte[LongestAnswer];
        var length = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(answer, 0, length);
    }
}
