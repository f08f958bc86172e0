namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>A place where commands of strangers run.</summary>
internal interface ISandbox
{
    /// <summary>Gets the name that is told to people: runc, process …</summary>
    string Name { get; }

    /// <summary>Runs a command to its end; a cancelled one leaves nothing behind.</summary>
    Task<SandboxOutcome> RunAsync(SandboxRun run, Action<string> log, CancellationToken cancellation);

    /// <summary>Removes what runs of a name have left when their process died.</summary>
    Task RemoveAsync(string name, CancellationToken cancellation);
}
