namespace Pipelines.Activities.Domains.Acme;

/// <summary>What an authority answered.</summary>
/// <param name="Body">The body.</param>
/// <param name="Location">Where what was made is.</param>
/// <param name="RetryAfter">How long to wait before the next look; null where it is not said.</param>
internal sealed record AcmeAnswer(string Body, Uri? Location, TimeSpan? RetryAfter);
