namespace Pipelines.Clusters;

/// <summary>A domain of a release that is served with a certificate of its own.</summary>
/// <param name="Host">The host name, small letters.</param>
/// <param name="Wildcard">Whether every name below it belongs to it.</param>
/// <param name="RequiresTls13">Whether TLS 1.3 is required; else 1.2 will do.</param>
public sealed record ReleaseDomain(string Host, bool Wildcard, bool RequiresTls13);
