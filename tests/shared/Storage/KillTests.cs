using System.Diagnostics;
using Pipelines.Storage.Blobs;
using Pipelines.Storage.Logs;
using Pipelines.Storage.State;

namespace Pipelines.Storage.Tests;

/// <summary>Kills a writing process at random and looks whether all it acknowledged is there.</summary>
public sealed class KillTests
{
    private const int Rounds = 5;
    private readonly List<string> _acknowledged = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_outlives_a_kill_at_any_moment()
    {
        using var directory = new TemporaryDirectory();
        for (var round = 0; round < Rounds; round++)
        {
            await RunAndKillAsync(directory.Path, round, Random.Shared.Next(1, 300));
        }

        await VerifyDocumentsAsync(directory);
        await VerifyBlobsAsync(directory);
        await VerifyLinesAsync(directory);
    }

    private async Task RunAndKillAsync(string root, int round, int acknowledgements)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Join(AppContext.BaseDirectory, "Pipelines.Storage.Writer.dll"));
        start.ArgumentList.Add(root);
        start.ArgumentList.Add($"run-{round}");
        using var process = Process.Start(start)!;
        for (var i = 0; await process.StandardOutput.ReadLineAsync(Cancellation) is { } line; i++)
        {
            // A last line that the kill tore is no acknowledgement; all whole ones begin with their kind and are counted.
            _acknowledged.Add(line);
            if (i == acknowledgements)
            {
                process.Kill();
                break;
            }
        }

        var rest = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        process.ExitCode.ShouldBe(128 + 9, await process.StandardError.ReadToEndAsync(Cancellation));
        _acknowledged.AddRange(rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private string[] Acknowledged(string kind)
    {
        string[] names = [.. _acknowledged.Where(line => line.StartsWith(kind + " ", StringComparison.Ordinal)).Select(line => line[(kind.Length + 1)..])];
        names.ShouldNotBeEmpty();
        return names;
    }

    private async Task VerifyDocumentsAsync(TemporaryDirectory directory)
    {
        using var state = new SqliteStateStore(directory["state.db"]);
        foreach (var key in Acknowledged("document"))
        {
            (await state.GetAsync("documents", key, Cancellation)).ShouldNotBeNull(key).Json.ShouldBe($"\"{key}\"");
        }
    }

    private async Task VerifyBlobsAsync(TemporaryDirectory directory)
    {
        using var blobs = new DirectoryBlobStore(directory["blobs"], TimeProvider.System);
        foreach (var name in Acknowledged("blob"))
        {
            (await blobs.GetPropertiesAsync(name, Cancellation)).ShouldNotBeNull(name).Size.ShouldBe(100_000);
        }

        // Nothing unfinished is left of the killed ones, and what is listed is whole.
        Directory.GetDirectories(directory["blobs/.unfinished"]).Length.ShouldBe(1);
        await foreach (var name in blobs.ListAsync("", Cancellation))
        {
            (await blobs.GetPropertiesAsync(name, Cancellation))!.Size.ShouldBe(100_000, name);
        }
    }

    private async Task VerifyLinesAsync(TemporaryDirectory directory)
    {
        var logs = new DirectoryLogStore(directory["logs"], TimeProvider.System);
        var lines = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var line in logs.ReadAsync("log", cancellation: Cancellation))
        {
            lines.Add(line.Text);
        }

        Acknowledged("line").ShouldAllBe(line => lines.Contains(line));
    }
}
