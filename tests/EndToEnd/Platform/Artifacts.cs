using System.Reflection;

namespace Pipelines.EndToEnd.Platform;

/// <summary>Where the build has put the programs under test.</summary>
internal static class Artifacts
{
    public static string ControlPlane { get; } = Find("ControlPlane");

    public static string KillHook { get; } = Find("KillHook");

    public static string Samples { get; } = Find("Samples");

    private static string Find(string key) => Path.GetFullPath(typeof(Artifacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == key).Value!);
}
