namespace Pipelines.Oci.Runtime;

/// <summary>The first process of a container.</summary>
public sealed record RuntimeProcess
{
    /// <summary>Gets a value indicating whether it has a terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>Gets whom it runs as.</summary>
    public required RuntimeUser User { get; init; }

    /// <summary>Gets the program and its arguments.</summary>
    public required IReadOnlyList<string> Args { get; init; }

    /// <summary>Gets the whole environment as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>Gets the absolute working directory.</summary>
    public required string Cwd { get; init; }

    /// <summary>Gets the capabilities; none by default.</summary>
    public RuntimeCapabilities Capabilities { get; init; } = RuntimeCapabilities.None;

    /// <summary>Gets the resource limits.</summary>
    public IReadOnlyList<RuntimeRlimit>? Rlimits { get; init; }

    /// <summary>Gets a value indicating whether set-user-id programs gain nothing.</summary>
    public bool NoNewPrivileges { get; init; } = true;

    /// <summary>Gets what the out-of-memory killer adds to its score, -1000 to 1000.</summary>
    public int? OomScoreAdj { get; init; }
}
