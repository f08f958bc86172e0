using System.Net;

namespace Pipelines.Functions.Http;

/// <summary>An answer of the Apps API that is an error: <c>{"id","message","request_id"}</c>.</summary>
public sealed class ApiException : Exception
{
    private ApiException(HttpStatusCode status, string id, string message)
        : base(message)
    {
        Status = status;
        Id = id;
    }

    /// <summary>Gets the HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>Gets the error's id.</summary>
    public string Id { get; }

    /// <summary>400: the request is wrong.</summary>
    public static ApiException BadRequest(string message) => new(HttpStatusCode.BadRequest, "bad_request", message);

    /// <summary>401: no token, or one that is not valid.</summary>
    public static ApiException Unauthorized(string message) => new(HttpStatusCode.Unauthorized, "unauthorized", message);

    /// <summary>403: the token may not do this.</summary>
    public static ApiException Forbidden(string message) => new(HttpStatusCode.Forbidden, "forbidden", message);

    /// <summary>404: there is no such thing.</summary>
    public static ApiException NotFound(string message) => new(HttpStatusCode.NotFound, "not_found", message);

    /// <summary>405: there is such a thing, but not to be used that way.</summary>
    public static ApiException MethodNotAllowed(string message) => new(HttpStatusCode.MethodNotAllowed, "method_not_allowed", message);

    /// <summary>409: it does not fit the present state.</summary>
    public static ApiException Conflict(string message) => new(HttpStatusCode.Conflict, "conflict", message);

    /// <summary>410: there was such a thing, and it will not come back.</summary>
    public static ApiException Gone(string message) => new(HttpStatusCode.Gone, "gone", message);

    /// <summary>412: it is not as the caller takes it to be.</summary>
    public static ApiException PreconditionFailed(string message) => new(HttpStatusCode.PreconditionFailed, "precondition_failed", message);

    /// <summary>415: the request is not written in JSON.</summary>
    public static ApiException UnsupportedMediaType(string message) => new(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type", message);

    /// <summary>429: the token was used too often.</summary>
    public static ApiException TooManyRequests(string message) => new(HttpStatusCode.TooManyRequests, "too_many_requests", message);

    /// <summary>413: the request is too large.</summary>
    public static ApiException TooLarge(string message) => new(HttpStatusCode.RequestEntityTooLarge, "bad_request", message);

    /// <summary>503: a part of the platform does not answer.</summary>
    public static ApiException Unavailable(string message) => new(HttpStatusCode.ServiceUnavailable, "server_error", message);
}
