using System.Security.Cryptography;
using System.Text;

namespace Pipelines.Oci.Tests;

/// <summary>Small images to push around.</summary>
internal static class SampleImage
{
    public static Task<Descriptor> WriteAsync(IImageRepository repository, string? tag, string content = "hello") =>
        WriteAsync(repository, tag, [LayerOf(new LayerContent { Files = [FileOf("greeting", content)] })]);

    public static async Task<Descriptor> WriteAsync(IImageRepository repository, string? tag, params Task<ImageLayer>[] layers) =>
        await new ImageWriter(repository).WriteAsync(
            new ImageDefinition
            {
                Layers = await Task.WhenAll(layers),
                Config = new ContainerConfig
                {
                    User = "1000:1000",
                    Entrypoint = ["/app/server"],
                    Cmd = ["--port", "8080"],
                    Env = ["PORT=8080"],
                    ExposedPorts = ["8080/tcp"],
                    WorkingDir = "/app",
                    Labels = new Dictionary<string, string> { ["org.opencontainers.image.revision"] = "abc", ["a"] = "b" },
                },
                Platform = Platform.LinuxAmd64,
                Tag = tag,
            },
            cancellationToken: TestContext.Current.CancellationToken);

    public static LayerFile FileOf(string path, string content) => new() { Path = path, Content = Encoding.UTF8.GetBytes(content) };

    public static async Task<ImageLayer> LayerOf(LayerContent content)
    {
        var stream = new MemoryStream();
        var (descriptor, diffId) = await new LayerWriter().WriteAsync(content, stream, TestContext.Current.CancellationToken);
        return new ImageLayer(descriptor, diffId, _ => Task.FromResult<Stream>(new MemoryStream(stream.ToArray())));
    }

    public static (Descriptor Descriptor, byte[] Content) RandomBlob(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        return (Descriptor.Of(content, MediaTypes.Layer), content);
    }

    public static Func<CancellationToken, Task<Stream>> Opening(byte[] content) =>
        _ => Task.FromResult<Stream>(new MemoryStream(content, writable: false));
}
