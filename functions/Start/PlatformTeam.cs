using Pipelines.Storage.Teams;

namespace Pipelines.Functions.Start;

/// <summary>The team that owns what is made with the platform's first token. Its administrators operate the platform: they make further teams, and tokens for any.</summary>
public static class PlatformTeam
{
    /// <summary>Its id.</summary>
    public const string Id = TeamStore.PlatformTeamId;

    /// <summary>Its name.</summary>
    public const string Name = "default";
}
