using Pipelines.Oci;

namespace Pipelines.Node.Tests.Cluster;

/// <summary>A small image made of this machine's static busybox: a shell, a web server with CGI, and tools.</summary>
internal static class TestImage
{
    private const string Busybox = "/bin/busybox";
    private static readonly Lock Gate = new();
    private static Task<(string Directory, string Reference)>? image;

    public static bool Possible => File.Exists(Busybox);

    public static Task<(string Directory, string Reference)> GetAsync()
    {
        lock (Gate)
        {
            return image ??= Task.Run(CreateAsync);
        }
    }

    private static async Task<(string Directory, string Reference)> CreateAsync()
    {
        var work = Directory.CreateTempSubdirectory("pipelines-test-image-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(work, recursive: true);
        var files = Path.Combine(work, "files");
        Directory.CreateDirectory(Path.Combine(files, "bin"));
        File.Copy(Busybox, Path.Combine(files, "bin", "busybox"));
        string[] applets = ["sh", "httpd", "nc", "wget", "sleep", "cat", "echo", "dd", "tail", "ip", "yes", "kill", "true", "false", "ls", "id", "hostname", "head", "touch", "mkdir", "mv", "rm", "stty", "od", "tr", "printf"];
        foreach (var applet in applets)
        {
            File.CreateSymbolicLink(Path.Combine(files, "bin", applet), "busybox");
        }

        Script(files, "env", """echo "$VERSION $HOSTNAME $PORT" """);
        Script(files, "slow", """sleep 1; echo "finished $VERSION" """);
        Script(files, "headers", """echo "$HTTP_HOST|$HTTP_X_FORWARDED_FOR|$HTTP_X_FORWARDED_PROTO|$HTTP_X_FORWARDED_HOST|$REQUEST_URI" """);
        await File.WriteAllTextAsync(Path.Combine(files, "www", "index.html"), "hello\n");
        var layer = await new LayerWriter().WriteFileAsync(
            new LayerContent { Sources = [new LayerSource { Path = files }], Folders = [new LayerFolder { Path = "/tmp" }, new LayerFolder { Path = "/etc" }] },
            Path.Combine(work, "layer.tar.gz"));
        var registry = Path.Combine(work, "registry");
        var written = await new ImageWriter(new LayoutRegistry(registry).Open("test/app")).WriteAsync(new ImageDefinition
        {
            Layers = [layer],
            Config = new ContainerConfig { Cmd = ["/bin/httpd", "-f", "-p", "8080", "-h", "/www"], Env = ["PATH=/bin"] },
        });
        return (registry, $"test/app@{written.Digest}");
    }

    private static void Script(string files, string name, string body)
    {
        var directory = Path.Combine(files, "www", "cgi-bin");
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, name);
        File.WriteAllText(path, $"#!/bin/sh\necho Content-Type: text/plain\necho\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }
}
