using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Pipelines.Oci;

/// <summary>
/// Sends requests to one registry: with credentials (to it and to no other host), again after a fault that may pass,
/// along redirects.
/// </summary>
internal sealed class RegistryTransport(HttpClient http, Uri registry, RegistryAuthenticator authenticator, RegistryOptions options, TimeProvider timeProvider)
{
    private const int MaxRedirects = 5;

    public Uri Registry => registry;

    public RegistryOptions Options => options;

    /// <summary>Gets leave for a scope, for another program.</summary>
    /// <exception cref="RegistryException">The registry cannot be reached or refuses.</exception>
    public async Task<RegistryGrant> GrantAsync(string scope, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await authenticator.GrantAsync(scope, cancellationToken);
            }
            catch (Exception exception) when (IsFault(exception, cancellationToken))
            {
                if (attempt >= options.MaxAttempts)
                {
                    throw new RegistryException($"{registry.Authority} gave no leave for {scope}: {exception.Message}", innerException: exception);
                }
            }

            await WaitAsync(attempt, null, cancellationToken);
        }
    }

    /// <summary>Sends a request until there is an answer worth having. The body of the answer is still to be read.</summary>
    /// <exception cref="RegistryException">The registry cannot be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var isLast = !request.IsRepeatable || attempt >= options.MaxAttempts;
            RetryConditionHeaderValue? retryAfter = null;
            try
            {
                var response = await SendOnceAsync(request, cancellationToken);
                if (isLast || !IsTransient(response.StatusCode))
                {
                    return response;
                }

                retryAfter = response.Headers.RetryAfter;
                response.Dispose();
            }
            catch (Exception exception) when (IsFault(exception, cancellationToken))
            {
                if (InvalidContent(exception) is { } invalid)
                {
                    throw invalid;
                }

                if (isLast)
                {
                    throw new RegistryException($"{request} failed: {exception.Message}", innerException: exception);
                }
            }

            await WaitAsync(attempt, retryAfter, cancellationToken);
        }
    }

    /// <summary>Waits before another try, as long as the registry asked or twice as long as before.</summary>
    public Task WaitAsync(int attempt, RetryConditionHeaderValue? retryAfter, CancellationToken cancellationToken)
    {
        var asked = retryAfter?.Delta ?? (retryAfter?.Date - timeProvider.GetUtcNow());
        var delay = asked ?? options.RetryDelay * Math.Pow(2, Math.Min(attempt, 16) - 1);
        delay = delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
        return Task.Delay(delay > options.MaxRetryDelay ? options.MaxRetryDelay : delay, timeProvider, cancellationToken);
    }

    /// <summary>Where a Location header leads to; never from HTTPS back to HTTP.</summary>
    /// <exception cref="RegistryException">There is no location, or it is not safe.</exception>
    public Uri Resolve(Uri current, Uri? location)
    {
        if (location is null)
        {
            throw new RegistryException($"{registry.Authority} answered without the Location it should give.");
        }

        var target = location.IsAbsoluteUri && location.Scheme != Uri.UriSchemeFile ? location : new Uri(current, location.OriginalString);
        var isHttp = target.Scheme == Uri.UriSchemeHttps || (target.Scheme == Uri.UriSchemeHttp && current.Scheme == Uri.UriSchemeHttp);
        return isHttp ? target : throw new RegistryException($"{registry.Authority} leads from {current.Scheme} to {target.Scheme}: refused.");
    }

    /// <summary>Whether a status is a fault that may pass.</summary>
    public static bool IsTransient(HttpStatusCode status) => status
        is HttpStatusCode.TooManyRequests
        or HttpStatusCode.RequestTimeout
        or HttpStatusCode.InternalServerError
        or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.GatewayTimeout;

    private static bool IsFault(Exception exception, CancellationToken cancellationToken) => exception
        is HttpRequestException or HttpIOException or SocketException or TimeoutException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    // The content to be sent can itself be wrong: sending it again does not help.
    private static InvalidImageException? InvalidContent(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is InvalidImageException invalid)
            {
                return invalid;
            }
        }

        return null;
    }

    private async Task<HttpResponseMessage> SendOnceAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        var uri = request.Uri;
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendAuthorizedAsync(request, uri, cancellationToken);
            if (!IsRedirect(request, response))
            {
                return response;
            }

            using (response)
            {
                uri = redirects < MaxRedirects
                    ? Resolve(uri, response.Headers.Location)
                    : throw new RegistryException($"{request} is redirected more than {MaxRedirects} times.");
            }
        }
    }

    private async Task<HttpResponseMessage> SendAuthorizedAsync(RegistryRequest request, Uri uri, CancellationToken cancellationToken)
    {
        if (!IsRegistry(uri))
        {
            return await SendAsync(request, uri, null, cancellationToken);
        }

        var response = await SendAsync(request, uri, authenticator.Current(request.Scope), cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        var answer = await authenticator.AnswerAsync(response, request.Scope, cancellationToken);
        if (answer is null)
        {
            return response;
        }

        response.Dispose();
        return await SendAsync(request, uri, answer, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(RegistryRequest request, Uri uri, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, uri);
        message.Headers.Authorization = authorization;
        message.Headers.TryAddWithoutValidation("User-Agent", "pipelines");
        foreach (var mediaType in request.Accept)
        {
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        }

        message.Content = request.Content is null ? null : await request.Content(cancellationToken);
        using var timeout = new CancellationTokenSource(request.Content is null ? options.RequestTimeout : options.UploadTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        return await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
    }

    private bool IsRegistry(Uri uri) =>
        uri.Scheme == registry.Scheme && string.Equals(uri.Authority, registry.Authority, StringComparison.OrdinalIgnoreCase);

    private static bool IsRedirect(RegistryRequest request, HttpResponseMessage response) =>
        (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head)
        && response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
