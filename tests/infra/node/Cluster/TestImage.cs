using Pipelines.Oci;

namespace Pipelines.Node.Tests.Cluster;

/// <summary>A small image made of this machine's static busybox: a shell, a web server with CGI, and tools.</summary>
internal static class TestImage
{
    private const string Busybox = "/bin/busybox";
    private static readonly Lock Gate = new();
    private static Task<(string Directory, string Reference)>? image;
    private static ImageLayer? baseLayer;

    public static bool Possible => File.Exists(Busybox);

    private static ContainerConfig Config => new() { Cmd = ["/bin/httpd", "-f", "-p", "8080", "-h", "/www"], Env = ["PATH=/bin"] };

    /// <summary>Makes the same image with a layer more, in which is a file with a text, <c>/www/text</c>, and files beside it.</summary>
    /// <returns>Its reference, and the directory names of the layer that all have and of its own.</returns>
    public static async Task<(string Reference, string BaseLayer, string OwnLayer)> WithTextAsync(string text, int files = 1)
    {
        var (registry, _) = await GetAsync();
        var work = Directory.CreateTempSubdirectory("pipelines-test-layer-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(work, "files", "www"));
            for (var number = 0; number < files; number++)
            {
                await File.WriteAllTextAsync(Path.Combine(work, "files", "www", number == 0 ? "text" : $"text{number}"), text);
            }

            var layer = await new LayerWriter().WriteFileAsync(new LayerContent { Sources = [new LayerSource { Path = Path.Combine(work, "files") }] }, Path.Combine(work, "layer.tar.gz"));
            var written = await new ImageWriter(new LayoutRegistry(registry).Open("test/app")).WriteAsync(new ImageDefinition { Layers = [baseLayer!, layer], Config = Config });
            return ($"test/app@{written.Digest}", baseLayer!.DiffId.Hex, layer.DiffId.Hex);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

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
        baseLayer = await new LayerWriter().WriteFileAsync(
            new LayerContent { Sources = [new LayerSource { Path = files }], Folders = [new LayerFolder { Path = "/tmp" }, new LayerFolder { Path = "/etc" }] },
            Path.Combine(work, "layer.tar.gz"));
        var registry = Path.Combine(work, "registry");
        var written = await new ImageWriter(new LayoutRegistry(registry).Open("test/app")).WriteAsync(new ImageDefinition
        {
            Layers = [baseLayer],
            Config = Config,
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
