using Pipelines.Activities.Source;

namespace Pipelines.Activities.Deliveries;

/// <summary>Tells by git whether something changed between two commits, where a push does not list its paths.</summary>
/// <param name="provider">Git.</param>
public sealed class TreeComparison(ISourceProvider provider)
{
    /// <summary>Compares paths of two commits.</summary>
    /// <returns>Whether one of them is different; true as well where that cannot be found out.</returns>
    public async Task<bool> IsChangedAsync(SourceLocation location, string? before, string after, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        if (before is null)
        {
            return true;
        }

        try
        {
            foreach (var path in paths)
            {
                if (await provider.GetTreeAsync(location, before, path, cancellation) != await provider.GetTreeAsync(location, after, path, cancellation))
                {
                    return true;
                }
            }

            return false;
        }
        catch (SourceException)
        {
            // Not there, a file, or the commit before was forced away.
            return true;
        }
    }
}
