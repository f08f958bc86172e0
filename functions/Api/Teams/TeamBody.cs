namespace Pipelines.Functions.Api.Teams;

/// <summary>The body of a request for a team.</summary>
/// <param name="Name">Its name: 2 to 32 of a-z, 0-9 and hyphen, a letter first, no hyphen last.</param>
public sealed record TeamBody(string? Name = null);
