namespace Pipelines.Activities.Alerts;

/// <summary>How the secrets of destinations are bound to their app.</summary>
public static class AlertSecrets
{
    /// <summary>The context of their encryption. It is not that of the spec's values: shown in their encrypted form they cannot be put into a spec that prints them.</summary>
    /// <param name="appId">The app.</param>
    public static string ContextOf(string appId) => appId + "/alerts";
}
