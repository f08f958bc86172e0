namespace Pipelines.Activities.Domains.Acme;

/// <summary>A way to prove a name (RFC 8555, 8).</summary>
/// <param name="Type">The kind: <see cref="Http"/> or <see cref="Dns"/>, or one that is not used here.</param>
/// <param name="Url">Where it is answered.</param>
/// <param name="Status">Its state.</param>
/// <param name="Token">What the proof is made of.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record AcmeChallenge(string Type, Uri Url, string Status, string? Token = null, AcmeProblem? Error = null)
{
    /// <summary>A file at the host (RFC 8555, 8.3).</summary>
    public const string Http = "http-01";

    /// <summary>A TXT record (RFC 8555, 8.4).</summary>
    public const string Dns = "dns-01";
}
