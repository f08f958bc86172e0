using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pipelines.Kubernetes.Connections;

namespace Pipelines.Kubernetes.Requests;

/// <summary>
/// Asks an API server, and again where that may help: what it did not take (429, or 5xx with Retry-After), and, of what may be
/// done twice, whatever broke on the way. Retry-After is honoured; the time of all tries is bounded.
/// </summary>
internal sealed partial class ApiRequests(ApiConnection connection, KubernetesLimits limits, TimeProvider time, ILogger logger)
{
    private const int FewTries = 4;

    private readonly ILogger logger = logger;

    /// <summary>Asks for an object.</summary>
    /// <exception cref="KubernetesException">It was refused, or there was no usable answer in time.</exception>
    public async Task<JsonObject> ReadAsync(ApiRequest request, CancellationToken cancellation)
    {
        try
        {
            return await SendAsync(request, (content, token) => Answer.ReadObjectAsync(content, limits.MaximumAnswer, token), cancellation);
        }
        catch (AnswerTooLargeException exception)
        {
            throw Refusal.InvalidAnswer(request, exception.Message);
        }
    }

    /// <summary>Asks, and reads the answer as part of the try.</summary>
    /// <exception cref="KubernetesException">It was refused, or there was no answer in time.</exception>
    /// <exception cref="AnswerTooLargeException">The answer is too large.</exception>
    public async Task<T> SendAsync<T>(ApiRequest request, Func<HttpContent, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        async Task<T> WholeAsync(HttpResponseMessage response, CancellationToken token)
        {
            using (response)
            {
                return await read(response.Content, token);
            }
        }

        return await RetryAsync(request, WholeAsync, cancellation);
    }

    /// <summary>Asks for an answer that is read by the caller as it comes; the caller disposes it.</summary>
    /// <exception cref="KubernetesException">It was refused, or no answer began in time.</exception>
    public Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellation) =>
        RetryAsync(request, (response, _) => Task.FromResult(response), cancellation);

    private async Task<T> RetryAsync<T>(ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> take, CancellationToken cancellation)
    {
        var backoff = new Backoff();
        var began = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            var (result, failed) = await TryAsync(request, take, cancellation);
            if (failed is null)
            {
                return result!;
            }

            var wait = backoff.Next(failed.After);
            if (!Helps(request, failed.Retry, tries) || time.GetElapsedTime(began) + wait > (request.Retry ?? limits.Retry))
            {
                throw failed.Exception;
            }

            request.MayBeDone |= failed.Retry is RetryRule.WhenRepeatable or RetryRule.FewTimes;
            LogRetry(failed.Exception.Message, wait);
            await Task.Delay(wait, time, cancellation);
        }
    }

    private async Task<(T? Result, FailedAttempt? Failed)> TryAsync<T>(ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> take, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(limits.Attempt, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            var response = await connection.SendAsync(request, either.Token);
            if (response.IsSuccessStatusCode)
            {
                return (await take(response, either.Token), null);
            }

            using (response)
            {
                return (default, AttemptJudge.Refused(request, response, await Refusal.ReadAsync(request, response, either.Token), time.GetUtcNow()));
            }
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            var why = timeout.IsCancellationRequested ? $"no answer within {limits.Attempt.TotalSeconds:0} s" : "the connection broke";
            return (default, new FailedAttempt(Refusal.Unreachable(request, why, exception), RetryRule.WhenRepeatable));
        }
        catch (AnswerTooLargeException)
        {
            throw;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (default, AttemptJudge.Broken(request, exception));
        }
        catch (JsonException)
        {
            return (default, new FailedAttempt(Refusal.InvalidAnswer(request, "the answer is not a JSON object"), RetryRule.Never));
        }
        catch (CredentialException exception)
        {
            return (default, new FailedAttempt(new KubernetesException(401, "Unauthorized", $"{request.What}: {exception.Message}", [], exception.InnerException), RetryRule.Never));
        }
    }

    private static bool Helps(ApiRequest request, RetryRule rule, int tries) => rule switch
    {
        RetryRule.Always => true,
        RetryRule.WhenRepeatable => request.IsRepeatable,
        RetryRule.FewTimes => request.IsRepeatable && tries < FewTries,
        RetryRule.Race => request.RetriesConflicts && tries < FewTries,
        _ => false,
    };
}
