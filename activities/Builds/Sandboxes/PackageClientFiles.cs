using Microsoft.Extensions.Options;
using Pipelines.Oci.Runtime;

namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>Copies of the machine's configuration of package clients, so that builds reach the same registries.</summary>
internal sealed class PackageClientFiles(IOptions<BuildOptions> options)
{
    private static readonly string[] Usual =
    [
        "~/.npmrc", "~/.yarnrc", "~/.yarnrc.yml", "~/.config/pip/pip.conf", "~/.pip/pip.conf", "~/.config/uv/uv.toml", "~/.nuget/NuGet/NuGet.Config",
        "~/.cargo/config.toml", "~/.m2/settings.xml", "~/.gradle/gradle.properties", "~/.gemrc", "~/.bundle/config", "~/.config/go/env",
    ];

    /// <summary>Copies the files that exist below a directory and lists their mounts.</summary>
    /// <param name="directory">An existing directory of the host.</param>
    /// <param name="userId">Who shall be able to read them.</param>
    public IEnumerable<RuntimeMount> MountFrom(string directory, int userId)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        foreach (var name in options.Value.PackageClientFiles.Count > 0 ? options.Value.PackageClientFiles : Usual)
        {
            var inHome = name.StartsWith("~/", StringComparison.Ordinal);
            var source = inHome ? Path.Combine(home, name[2..]) : name;
            if (!File.Exists(source))
            {
                continue;
            }

            // The original may be readable by its owner alone, which the build's user is not.
            var copy = Path.Combine(directory, name.Replace('/', '_'));
            File.Copy(source, copy, overwrite: true);
            File.SetUnixFileMode(copy, UnixFileMode.UserRead);
            Ownership.Give(copy, userId);
            yield return RuntimeMount.ReadOnly(copy, inHome ? $"{SandboxPaths.Home}/{name[2..]}" : name);
        }
    }
}
