using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.Oci.Tests;

/// <summary>A real docker-registry of one test, on a port of its own.</summary>
internal sealed class DockerRegistry : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly Process process;

    private DockerRegistry(string authentication)
    {
        var executable = Tool.Find("docker-registry");
        Port = FreePorts.Find();
        var config = directory.Write("config.yml", $"""
            version: 0.1
            log:
              level: error
            storage:
              filesystem:
                rootdirectory: {directory["data"]}
              delete:
                enabled: true
            http:
              addr: 127.0.0.1:{Port}
              secret: test
            {authentication}
            """);
        process = Process.Start(new ProcessStartInfo(executable, ["serve", config]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public static async Task<DockerRegistry> StartAsync(string authentication = "")
    {
        var registry = new DockerRegistry(authentication);
        await registry.WaitAsync();
        return registry;
    }

    public RegistryClient Connect(RegistryCredentials? credentials = null, int? port = null, int chunkSize = 1 << 20) => new(new RegistryOptions
    {
        Registry = $"127.0.0.1:{port ?? Port}",
        Credentials = credentials,
        ChunkSize = chunkSize,
        RetryDelay = TimeSpan.FromMilliseconds(1),
    });

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        directory.Dispose();
    }

    private async Task WaitAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await timer.WaitForNextTickAsync(timeout.Token))
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, Port, timeout.Token);
                return;
            }
            catch (SocketException)
            {
                process.HasExited.ShouldBeFalse("docker-registry ended");
            }
        }
    }
}
