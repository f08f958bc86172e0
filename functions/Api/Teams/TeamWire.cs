using Pipelines.Storage.Teams;

namespace Pipelines.Functions.Api.Teams;

/// <summary>A team as the API shows it.</summary>
/// <param name="Id">Its id, which apps call their owner.</param>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record TeamWire(string Id, string Name, DateTimeOffset CreatedAt)
{
    /// <summary>Shows a team.</summary>
    public static TeamWire Of(Team team) => new(team.Id, team.Name, team.CreatedAt);
}
