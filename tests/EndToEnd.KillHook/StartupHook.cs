using System.Diagnostics.CodeAnalysis;
using Pipelines.EndToEnd.KillHook;

/// <summary>What .NET calls before the program's own entry point when <c>DOTNET_STARTUP_HOOKS</c> names this assembly; name, namespace and method are given.</summary>
[SuppressMessage("Design", "MA0047:Declare types in namespaces", Justification = "A startup hook has none.")]
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "A startup hook has none.")]
internal static class StartupHook
{
    private const string Hooks = "DOTNET_STARTUP_HOOKS";
    private static CommitKill? s_kill;

    /// <summary>Begins to count commits.</summary>
    public static void Initialize()
    {
        // The programs that the control plane starts, the node above all, are not to be killed with it.
        Environment.SetEnvironmentVariable(Hooks, null);
        if (Environment.GetEnvironmentVariable(CommitKill.DirectoryVariable) is { Length: > 0 } directory)
        {
            Environment.SetEnvironmentVariable(CommitKill.DirectoryVariable, null);
            s_kill = new CommitKill(directory);
            s_kill.Start();
        }
    }
}
