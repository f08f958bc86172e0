namespace Pipelines.EndToEnd.Platform;

/// <summary>A platform for all tests that do not need one of their own; it is started when the first of them wants it.</summary>
public sealed class SharedPlatform : IAsyncDisposable
{
    private Task<PlatformProcess>? _platform;

    internal Task<PlatformProcess> GetAsync() => _platform ??= PlatformProcess.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null)
        {
            await (await _platform).DisposeAsync();
        }
    }
}
