using Pipelines.Activities.Source;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;

namespace Pipelines.Activities.Deliveries;

/// <summary>
/// Finds the newest commit of a pushed branch, in whatever order pushes are delivered. A push that follows the known head is
/// the new one. In doubt the repository is asked, once for all that was pushed until then.
/// </summary>
/// <param name="heads">The heads that are known.</param>
/// <param name="provider">Git.</param>
/// <param name="time">The clock.</param>
public sealed class BranchWatch(BranchHeadStore heads, ISourceProvider provider, TimeProvider time)
{
    /// <summary>Takes note of a push.</summary>
    /// <param name="push">The push.</param>
    /// <param name="location">Where the branch is; null where no app is built from it, so that nobody can be asked.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>The branch's head.</returns>
    public async Task<BranchHead> NoteAsync(PushDelivery push, SourceLocation? location, CancellationToken cancellation)
    {
        var branch = RepositoryIdentity.BranchKeyOf(push);
        while (true)
        {
            var (known, etag) = await heads.GetAsync(branch, cancellation);
            var head = await DecideAsync(known, push, location, cancellation);
            if (head == known || await heads.TryPutAsync(branch, head, etag, cancellation))
            {
                return head;
            }
        }
    }

    private async Task<BranchHead> DecideAsync(BranchHead? known, PushDelivery push, SourceLocation? location, CancellationToken cancellation)
    {
        if (known is null)
        {
            return new BranchHead(push.Commit, 1);
        }

        if (known.Commit == push.Commit || known.LookedAt >= push.ReceivedAt)
        {
            return known;
        }

        if (push.Before == known.Commit)
        {
            return known with { Commit = push.Commit, Sequence = known.Sequence + 1, Previous = known.Commit };
        }

        var now = time.GetUtcNow();
        var (commit, looked) = await LookAsync(location, cancellation) is { } found ? (found, now) : (push.Commit, known.LookedAt);
        return commit == known.Commit
            ? known with { LookedAt = looked }
            : new BranchHead(commit, known.Sequence + 1, known.Commit, looked);
    }

    // A repository that does not answer is no reason to lose a push: then the order of arrival counts.
    private async Task<string?> LookAsync(SourceLocation? location, CancellationToken cancellation)
    {
        try
        {
            return location is null ? null : (await provider.ResolveAsync(location, cancellation)).Commit;
        }
        catch (SourceException)
        {
            return null;
        }
    }
}
