namespace Pipelines.Functions.Api.Logs;

/// <summary>The kinds of logs (Apps API, <c>type</c>).</summary>
public enum LogType
{
    /// <summary>What builds write.</summary>
    Build,

    /// <summary>What starting the release and its jobs writes.</summary>
    Deploy,

    /// <summary>What instances write.</summary>
    Run,

    /// <summary>What instances wrote before they were restarted; they keep their log over a restart, so it is the same.</summary>
    RunRestarted,

    /// <summary>What one run of a job writes.</summary>
    JobInvocation,
}
