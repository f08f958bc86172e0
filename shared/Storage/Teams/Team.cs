namespace Pipelines.Storage.Teams;

/// <summary>A team, which owns apps and tokens.</summary>
/// <param name="Id">Its id, a UUID.</param>
/// <param name="Name">Its name, unique on the platform.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record Team(string Id, string Name, DateTimeOffset CreatedAt);
