namespace Pipelines.Node.Runtimes;

/// <summary>What the shim runs in the foreground for the life of an instance.</summary>
/// <param name="Arguments">The program and its arguments; no secrets, as everyone on the machine can read them.</param>
/// <param name="Environment">The whole environment.</param>
/// <param name="Directory">Where it starts.</param>
/// <param name="JoinsCgroup">Whether the shim enters the instance's cgroup first, because the runtime itself does not.</param>
internal sealed record RuntimeCommand(IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string Directory, bool JoinsCgroup);
