using Pipelines.Deployments.Requests;

namespace Pipelines.Orchestrations.Apps;

/// <content>What becomes of pushes: the newest of a branch wins, and what gives way is not lost.</content>
internal sealed partial class AppSession
{
    // What is to be built of a request: of a push only what no newer or same push was built for; null for nothing.
    private AppMessage? TakeNewer(AppMessage message)
    {
        if (message.Request is not DeployRequest { Push: { } mark } deploy)
        {
            return message;
        }

        var newer = deploy.Commits
            .Where(commit => !State.Pushes.TryGetValue(commit.Key, out var known) || known.Branch != mark.Branch || known.Sequence < mark.Sequence)
            .ToDictionary(StringComparer.Ordinal);
        if (newer.Count == 0)
        {
            return null;
        }

        var pushes = State.Pushes.ToDictionary(StringComparer.Ordinal);
        foreach (var component in newer.Keys)
        {
            pushes[component] = mark;
        }

        State = State with { Pushes = pushes };
        return new AppMessage(deploy with { Commits = newer });
    }

    // The components that only the older request named are built with those of the one that takes its place.
    private static AppMessage TakeOver(DeployRequest older, AppMessage message)
    {
        if (message.Request is not DeployRequest newer)
        {
            return message;
        }

        var commits = newer.Commits.ToDictionary(StringComparer.Ordinal);
        if (!newer.UpdateSources)
        {
            foreach (var (component, commit) in older.Commits)
            {
                _ = commits.TryAdd(component, commit);
            }
        }

        return new AppMessage(newer with
        {
            Commits = commits,
            UpdateSources = newer.UpdateSources || older.UpdateSources,
            ForceBuild = newer.ForceBuild || older.ForceBuild,
        });
    }
}
