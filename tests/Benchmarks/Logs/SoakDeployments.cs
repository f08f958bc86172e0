using System.Collections.Concurrent;
using Pipelines.Benchmarks.Deployments;

namespace Pipelines.Benchmarks.Logs;

/// <summary>Deployments of another app, one after the other; its build writes more to its log than the sockets of a reader hold.</summary>
internal sealed class SoakDeployments : IDisposable
{
    // 5 MB.
    private const string Build = "python3 -c \"for i in range(40000): print('build', i, 'x' * 110)\"";
    private const int ReadersOfBuild = 3;
    private readonly ConcurrentBag<ILogLink> _readers = [];
    private readonly SampleRepository _repository;
    private readonly BenchmarkedApp _app;
    private int _number;

    private SoakDeployments(SampleRepository repository, BenchmarkedApp app) => (_repository, _app) = (repository, app);

    /// <summary>Gets how many readers of builds there were that never read.</summary>
    public int ReadersThatNeverRead => _readers.Count;

    /// <summary>Makes the app and deploys it once.</summary>
    public static async Task<SoakDeployments> CreateAsync(PlatformProcess platform, CancellationToken cancellation)
    {
        var repository = await SampleRepository.CreateAsync("python-hello", Path.Combine(platform.Sources, "site"), cancellation);
        var app = new BenchmarkedApp(platform, "site", repository.Address, Build);
        _ = await app.AwaitActiveAsync(await app.CreateAsync("0", cancellation), cancellation);
        return new SoakDeployments(repository, app);
    }

    /// <summary>Deploys a new commit.</summary>
    /// <param name="times">Takes the time to its first answer, and of its steps.</param>
    /// <param name="watched">Whether some follow the log of the build without ever reading.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task DeployAsync(DeploymentTimes times, bool watched, CancellationToken cancellation)
    {
        var commit = await _repository.CommitChangeAsync(cancellation);
        var configuration = $"{++_number}";
        await times.MeasureAsync(_app, () => StartAsync(configuration, watched, cancellation), configuration, commit, cancellation);
    }

    public void Dispose()
    {
        foreach (var reader in _readers)
        {
            reader.Dispose();
        }

        _app.Dispose();
    }

    private async Task<string> StartAsync(string configuration, bool watched, CancellationToken cancellation)
    {
        var id = await _app.UpdateAsync(configuration, updateSources: true, cancellation);
        for (var i = 0; watched && i < ReadersOfBuild; i++)
        {
            _readers.Add(await SocketLink.OpenAsync(await _app.BuildLogAsync(id, cancellation), cancellation));
        }

        return id;
    }
}
