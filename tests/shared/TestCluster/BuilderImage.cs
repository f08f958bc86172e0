using System.Reflection;
using System.Security.Cryptography;
using System.Text;

using Xunit;

namespace Pipelines.TestClusters;

/// <summary>
/// The builder image of tests, and their Dockerfile builder, in one: this machine's own python3, curl and tar, and the scripts
/// of the directory <c>Images</c>. There is no network to pull the real ones from. Made once per machine and state of the
/// scripts, and kept by the cluster's registry.
/// </summary>
public static class BuilderImage
{
    /// <summary>The user that the image is for (CNB_USER_ID).</summary>
    public const int UserId = 1001;

    private const string Repository = "tests/builders";
    private const string Python = "/usr/bin/python3.11";
    private const string Modules = "/usr/lib/python3.11";

    private static readonly string[] _programs =
    [
        "sh", "basename", "cat", "chmod", "cp", "curl", "cut", "date", "dirname", "env", "expr", "find", "grep", "gzip", "head", "id", "ln", "ls", "mkdir", "mktemp",
        "mv", "printenv", "printf", "pwd", "readlink", "rm", "sed", "sleep", "sort", "stat", "tail", "tar", "test", "touch", "tr", "true", "uname", "wc", "xargs",
    ];

    private static readonly Lock _gate = new();
    private static Task<string>? _made;

    private static string Scripts => Path.Combine(AppContext.BaseDirectory, "Images");

    /// <summary>Makes the image unless the registry has it, or skips the test where the machine lacks what is in it.</summary>
    /// <param name="cluster">The cluster whose registry takes it.</param>
    /// <returns>Its reference, by digest, as nodes name it.</returns>
    public static Task<string> MakeAsync(TestCluster cluster)
    {
        foreach (var program in (string[])[Python, "/usr/bin/curl", "/usr/bin/buildah", "/usr/bin/skopeo"])
        {
            Assert.SkipUnless(File.Exists(program), $"{program} is not installed (infra/install test)");
        }

        lock (_gate)
        {
            return _made ??= MakeAsync(cluster.Registry);
        }
    }

    private static async Task<string> MakeAsync(string registry)
    {
        var image = $"{registry}/{Repository}";
        var tag = Fingerprint();
        if (await HostProgram.TryRunAsync("skopeo", "inspect", "--tls-verify=false", "--format", "{{.Digest}}", $"docker://{image}:{tag}") is { } known)
        {
            return $"{image}@{known}";
        }

        var directory = Directory.CreateTempSubdirectory("pipelines-builder-").FullName;
        try
        {
            var (root, archive, digest) = (Path.Combine(directory, "root"), Path.Combine(directory, "image.tar"), Path.Combine(directory, "digest"));
            await CopyMachineAsync(root);
            CopyScripts(root);
            _ = await HostProgram.RunAsync(
                Metadata("ImageScript"), "--archive", archive, root, "--user", $"{UserId}:1000", "--env", "PATH=/usr/bin:/bin", "--env", $"CNB_USER_ID={UserId}", "--env", "CNB_GROUP_ID=1000");
            _ = await HostProgram.RunAsync("skopeo", "copy", "--quiet", "--insecure-policy", "--dest-tls-verify=false", "--digestfile", digest, $"oci-archive:{archive}", $"docker://{image}:{tag}");
            return $"{image}@{(await File.ReadAllTextAsync(digest)).Trim()}";
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // What the image is made of: the scripts, and the machine's programs as far as their packages change.
    private static string Fingerprint()
    {
        var machine = _programs.Select(name => "/usr/bin/" + name).Append(Python).Select(path => new FileInfo(path)).Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}");
        var scripts = Directory.EnumerateFiles(Scripts, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => $"{file} {File.ReadAllText(file)}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [.. machine, .. scripts]))))[..16];
    }

    private static async Task CopyMachineAsync(string root)
    {
        var programs = _programs.Append("python3").Select(name => "/usr/bin/" + name).ToList();
        var extensions = Directory.EnumerateFiles(Path.Combine(Modules, "lib-dynload"), "*.so");
        foreach (var file in (string[])[.. programs, .. await HostProgram.LibrariesOfAsync([.. programs, .. extensions])])
        {
            Copy(file, Path.Combine(root, file.StartsWith("/usr/", StringComparison.Ordinal) ? file[1..] : "usr" + file), null);
        }

        foreach (var file in Directory.EnumerateFiles(Modules, "*", SearchOption.AllDirectories).Where(file => !file.Contains("__pycache__", StringComparison.Ordinal) && File.Exists(file)))
        {
            Copy(file, root + file, null);
        }

        foreach (var link in (string[])["bin", "lib", "lib64", "sbin"])
        {
            _ = File.CreateSymbolicLink(Path.Combine(root, link), "usr/" + link);
        }

        _ = Directory.CreateDirectory(Path.Combine(root, "tmp"), (UnixFileMode)0x3FF);
        File.SetUnixFileMode(Path.Combine(root, "tmp"), (UnixFileMode)0x3FF);
        Write(root, "etc/passwd", $"root:x:0:0:root:/root:/bin/sh\nbuilder:x:{UserId}:1000:builder:/tmp:/bin/sh\n");
        Write(root, "etc/group", "root:x:0:\nbuilder:x:1000:\n");
        Write(root, "etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n");
    }

    private static void CopyScripts(string root)
    {
        foreach (var (builder, place) in (IEnumerable<(string, string)>)[("lifecycle", "cnb/lifecycle"), ("kaniko", "kaniko")])
        {
            foreach (var script in Directory.EnumerateFiles(Path.Combine(Scripts, builder)))
            {
                var isLibrary = script.EndsWith(".py", StringComparison.Ordinal);
                Copy(script, Path.Combine(root, place, isLibrary ? "lib" : ".", Path.GetFileName(script)), isLibrary ? "644" : "755");
            }

            foreach (var library in (string[])["registry.py", "flags.py"])
            {
                Copy(Path.Combine(Scripts, library), Path.Combine(root, place, "lib", library), "644");
            }
        }

        var buildpacks = Path.Combine(Scripts, "buildpacks");
        foreach (var file in Directory.EnumerateFiles(buildpacks, "*", SearchOption.AllDirectories))
        {
            // A folder named bin would be ignored in the repository.
            var name = Path.GetRelativePath(buildpacks, file).Replace("/programs/", "/bin/", StringComparison.Ordinal);
            Copy(file, Path.Combine(root, "cnb", name == "order.toml" ? name : "buildpacks/" + name), "755");
        }

        Write(root, "cnb/run.toml", "[[images]]\nimage = \"127.0.0.1:1/none\"\n");
    }

    private static void Copy(string from, string to, string? mode)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true);
        if (mode is not null)
        {
            File.SetUnixFileMode(to, (UnixFileMode)Convert.ToInt32(mode, 8));
        }
    }

    private static void Write(string root, string path, string text)
    {
        var file = Path.Combine(root, path);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static string Metadata(string key) =>
        Path.GetFullPath(typeof(BuilderImage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == key).Value!);
}
