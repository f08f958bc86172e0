using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.Kubernetes.Requests;

namespace Pipelines.Kubernetes.Watching;

/// <summary>The answer to one watch request: a line for each change, until either side ends it.</summary>
internal sealed class WatchStream : IAsyncDisposable
{
    private readonly HttpResponseMessage response;
    private readonly LineReader lines;
    private readonly ApiRequest request;
    private readonly TimeSpan idle;
    private readonly CancellationTokenSource silence;
    private readonly CancellationToken cancellation;
    private readonly CancellationTokenRegistration cancelled;

    private WatchStream(HttpResponseMessage response, Stream stream, ApiRequest request, KubernetesLimits limits, TimeProvider time, CancellationToken cancellation)
    {
        this.response = response;
        this.request = request;
        idle = limits.WatchIdle;
        lines = new LineReader(stream, limits.MaximumWatchLine, cuts: false);
        silence = new CancellationTokenSource(idle, time);
        this.cancellation = cancellation;

        // One source for a whole stream, not one for each event.
        cancelled = cancellation.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), silence);
    }

    /// <summary>Gets why the stream ended early; null when the server ended it properly.</summary>
    public string? Problem { get; private set; }

    /// <summary>Begins reading an answer.</summary>
    public static async Task<WatchStream> OpenAsync(HttpResponseMessage response, ApiRequest request, KubernetesLimits limits, TimeProvider time, CancellationToken cancellation) =>
        new(response, await response.Content.ReadAsStreamAsync(cancellation), request, limits, time, cancellation);

    /// <summary>Reads the next change.</summary>
    /// <returns>Null when the stream ended, properly or not.</returns>
    /// <exception cref="KubernetesException">What came is no watch.</exception>
    public async ValueTask<WatchChange?> NextAsync()
    {
        try
        {
            silence.CancelAfter(idle);
            return await lines.ReadAsync(silence.Token) is { } line ? Parse(line) : null;
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            Problem = $"nothing came for {idle.TotalSeconds:0} s";
            return null;
        }
        catch (AnswerTooLargeException exception)
        {
            throw Refusal.InvalidAnswer(request, exception.Message);
        }
        catch (JsonException)
        {
            throw Refusal.InvalidAnswer(request, "a line of the watch is not an event in JSON");
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            Problem = exception.Message;
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await lines.DisposeAsync();
        response.Dispose();
        await cancelled.DisposeAsync();
        silence.Dispose();
    }

    private static WatchChange Parse(ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(line, Answer.Json);
        string? type = null;
        JsonObject? content = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isObject = reader.ValueTextEquals("object"u8);
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isObject)
            {
                content = JsonNode.Parse(ref reader) as JsonObject;
            }
            else if (isType && reader.TokenType == JsonTokenType.String)
            {
                type = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return type is null || content is null ? throw new JsonException("Not an event.") : new WatchChange(type, content);
    }
}
