namespace Microsoft.Azure.Functions.Worker;

/// <summary>The addresses that ask for, and act on, one orchestration instance. Each carries the key it needs.</summary>
public class HttpManagementPayload
{
    /// <summary>The instance.</summary>
    public string? Id { get; internal set; }

    /// <summary>GET: the instance's status.</summary>
    public string? StatusQueryGetUri { get; internal set; }

    /// <summary>POST: sends the event whose name takes the place of <c>{eventName}</c>.</summary>
    public string? SendEventPostUri { get; internal set; }

    /// <summary>POST: ends the instance; <c>{text}</c> is the reason.</summary>
    public string? TerminatePostUri { get; internal set; }

    /// <summary>POST: runs a failed instance on from before its failure; <c>{text}</c> is the reason.</summary>
    public string? RewindPostUri { get; internal set; }

    /// <summary>DELETE: removes the finished instance.</summary>
    public string? PurgeHistoryDeleteUri { get; internal set; }

    /// <summary>POST: starts a finished instance again with its input.</summary>
    public string? RestartPostUri { get; internal set; }

    /// <summary>POST: suspends the instance; <c>{text}</c> is the reason.</summary>
    public string? SuspendPostUri { get; internal set; }

    /// <summary>POST: resumes the instance; <c>{text}</c> is the reason.</summary>
    public string? ResumePostUri { get; internal set; }
}
