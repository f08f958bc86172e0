using Microsoft.Extensions.Hosting;
using Pipelines.Storage.Teams;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Start;

/// <summary>Makes the platform's own team and the first token before the first request is taken, so that whoever starts the platform can use it.</summary>
/// <param name="file">The file that holds it.</param>
/// <param name="teams">The teams.</param>
internal sealed class FirstTokenStart(FirstTokenFile file, TeamStore teams) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _ = await teams.CreateAsync(PlatformTeam.Name, PlatformTeam.Id, cancellationToken);
        _ = await file.EnsureAsync(PlatformTeam.Id, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
