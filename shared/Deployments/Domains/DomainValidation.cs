namespace Pipelines.Deployments.Domains;

/// <summary>A record that the domain's owner is to set (Apps API, <c>domains[].validations[]</c>).</summary>
/// <param name="TxtName">The name of the TXT record, without a dot at the end.</param>
/// <param name="TxtValue">Its text.</param>
public sealed record DomainValidation(string TxtName, string TxtValue);
