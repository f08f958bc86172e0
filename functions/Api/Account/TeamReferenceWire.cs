namespace Pipelines.Functions.Api.Account;

/// <summary>The team of an account as the API shows it.</summary>
/// <param name="Uuid">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record TeamReferenceWire(string Uuid, string Name);
