namespace Pipelines.Deployments;

/// <summary>The names of log streams.</summary>
public static class LogStreams
{
    /// <summary>The stream of a component's build.</summary>
    public static string Build(string appId, string deploymentId, string component) => $"{Deployment(appId, deploymentId)}/{component}/build";

    /// <summary>The stream of a component's deploying: its start, its health, its jobs' output.</summary>
    public static string Deploy(string appId, string deploymentId, string component) => $"{Deployment(appId, deploymentId)}/{component}/deploy";

    /// <summary>The stream of a run of a job that belongs to no deployment.</summary>
    public static string Invocation(string appId, string invocationId) => $"{App(appId)}jobs/{invocationId}";

    /// <summary>The prefix of all streams of an app.</summary>
    public static string App(string appId) => $"{appId}/";

    private static string Deployment(string appId, string deploymentId) => App(appId) + deploymentId;
}
