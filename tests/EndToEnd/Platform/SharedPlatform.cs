namespace Pipelines.EndToEnd.Platform;

/// <summary>A platform for all tests that do not need one of their own; it is started when the first of them wants it.</summary>
public class SharedPlatform : IAsyncDisposable
{
    private Task<PlatformProcess>? _platform;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_platform is { IsCompletedSuccessfully: true })
        {
            await (await _platform).DisposeAsync();
        }
    }

    internal Task<PlatformProcess> GetAsync() => _platform ??= StartAsync();

    // Tests await alerts; people have half a minute.
    private protected virtual Task<PlatformSetup> SetupAsync() =>
        Task.FromResult(new PlatformSetup { Environment = new Dictionary<string, string?> { ["Pipelines__Alerts__Interval"] = "00:00:01" } });

    private async Task<PlatformProcess> StartAsync() => await PlatformProcess.StartAsync(await SetupAsync());
}
