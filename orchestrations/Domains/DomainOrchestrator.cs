using Microsoft.DurableTask;

namespace Pipelines.Orchestrations.Domains;

/// <summary>
/// The eternal workflow of one domain of an app. Round by round it sees whether the name leads here, has a certificate
/// issued, installs it, and renews it in time. What does not go well is tried again later and later, for as long as the
/// app's spec names the domain; a signal makes it look at once.
/// </summary>
[DurableTask]
public sealed class DomainOrchestrator : TaskOrchestrator<DomainState, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskOrchestrationContext context, DomainState input)
    {
        var session = new DomainSession(context, input);
        if (await session.RunRoundAsync() is { } pause)
        {
            await session.RestAsync(pause);
        }

        if (await session.IsOverAsync())
        {
            await session.ForgetAsync();
            return true;
        }

        context.ContinueAsNew(session.State);
        return false;
    }
}
