namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>An OCI runtime and what is particular about it.</summary>
/// <param name="Name">Its program.</param>
/// <param name="GlobalOptions">What stands before every command.</param>
/// <param name="RunOptions">What stands after <c>run</c>.</param>
/// <param name="FiltersCalls">Whether it honours a system call filter of the container; runsc answers all calls itself.</param>
internal sealed record ContainerRuntime(string Name, IReadOnlyList<string> GlobalOptions, IReadOnlyList<string> RunOptions, bool FiltersCalls)
{
    /// <summary>The runtime of a program's name.</summary>
    public static ContainerRuntime Of(string program, SandboxNetwork network) => program switch
    {
        "runsc" => new(program, ["--network=" + (network == SandboxNetwork.Host ? "host" : "none"), "--platform=systrap", "--overlay2=none"], [], false),
        "runc" => new(program, [], ["--keep"], true),
        _ => new(program, [], [], true),
    };
}
