namespace Pipelines.Activities.Domains.Acme;

/// <summary>What a certificate is for.</summary>
/// <param name="Type">The kind: <c>dns</c>.</param>
/// <param name="Value">The host name.</param>
internal sealed record AcmeIdentifier(string Type, string Value);
