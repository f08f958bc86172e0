namespace Pipelines.Functions.Start;

/// <summary>The team that owns what is made with the platform's first token. Its administrators operate the platform: they make further teams, and tokens for any.</summary>
public static class PlatformTeam
{
    /// <summary>Its id: the same on every installation, so that nothing has to be stored before the first token.</summary>
    public const string Id = "0c1e7a3e-5d1f-4b6e-9a55-70a1f0c0de01";

    /// <summary>Its name.</summary>
    public const string Name = "default";
}
