using Microsoft.Extensions.Hosting;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Start;

/// <summary>Makes the first token before the first request is taken, so that whoever starts the platform can use it.</summary>
/// <param name="file">The file that holds it.</param>
internal sealed class FirstTokenStart(FirstTokenFile file) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => file.EnsureAsync(PlatformTeam.Id, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
