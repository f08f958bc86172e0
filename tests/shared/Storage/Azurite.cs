using System.Diagnostics;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Pipelines.Storage.Tests;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace Pipelines.Storage.Tests;

/// <summary>A real Azurite on a free loopback port, started for the first test that wants it.</summary>
public sealed partial class Azurite : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";

    // The published key of every Azurite; no secret.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private Task<string>? _connectionString;
    private Process? _process;

    /// <summary>An account nobody else of the tests sees: its containers have random names.</summary>
    public async Task<BlobServiceClient> ConnectAsync() => new(await ConnectionStringAsync());

    public Task<string> ConnectionStringAsync()
    {
        var program = Find("azurite-blob");
        Assert.SkipWhen(program is null, "azurite-blob is not installed: npm install -g azurite@3.35.0");
        lock (_gate)
        {
            return _connectionString ??= StartAsync(program!);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(directory => Path.Join(directory, program)).FirstOrDefault(File.Exists);

    private async Task<string> StartAsync(string program)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in new[] { "--blobHost", "127.0.0.1", "--blobPort", "0", "--skipApiVersionCheck", "--inMemoryPersistence", "--disableTelemetry" })
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) =>
        {
            if (Listening().Match(line.Data ?? "") is { Success: true } match)
            {
                address.TrySetResult(match.Value);
            }
        };
        _process.BeginOutputReadLine();
        var endpoint = await address.Task.WaitAsync(StartTimeout);
        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={endpoint}/{Account};";
    }

    [GeneratedRegex(@"(?<=successfully listen(?:s|ing) (?:on|at) )http://127\.0\.0\.1:[0-9]{1,5}", RegexOptions.None, 1000)]
    private static partial Regex Listening();
}
