namespace Pipelines.Functions.OpenApi;

/// <summary>An error as the Apps API shows it.</summary>
/// <param name="Id">The kind: bad_request, unauthorized, forbidden, not_found, conflict, too_many_requests or server_error.</param>
/// <param name="Message">What was wrong and what to do.</param>
/// <param name="RequestId">The id of the request, for the log.</param>
public sealed record ErrorWire(string Id, string Message, string RequestId);
