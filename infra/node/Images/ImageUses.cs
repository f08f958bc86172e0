using Pipelines.Node.State;
using Pipelines.Oci;

namespace Pipelines.Node.Images;

/// <summary>Which images are being fetched, or were asked for within minutes. While one is fetched nothing is removed: it may count on layers that are there.</summary>
internal sealed class ImageUses(TimeProvider time)
{
    /// <summary>Between an image's preparation and the release or job that has it.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<Digest, DateTimeOffset> asked = [];
    private readonly ChangeSignal ended = new();
    private int fetches;

    /// <summary>Gets a task that completes when nothing is fetched.</summary>
    public Task Idle
    {
        get
        {
            lock (gate)
            {
                return fetches == 0 ? Task.CompletedTask : ended.Next;
            }
        }
    }

    /// <summary>Begins to fetch an image, or to look for it.</summary>
    /// <returns>What ends it.</returns>
    public IDisposable Begin(Digest image)
    {
        lock (gate)
        {
            fetches++;
            asked[image] = time.GetUtcNow();
            return new Fetch(this, image);
        }
    }

    /// <summary>Ceases to keep an image because it was asked for.</summary>
    public void Forget(Digest image)
    {
        lock (gate)
        {
            asked.Remove(image);
        }
    }

    /// <summary>Removes something unless it is wanted or an image is fetched.</summary>
    /// <param name="isWanted">Decides, given the images that were asked for.</param>
    /// <param name="remove">Removes it, in one short step.</param>
    /// <returns>Whether it is to be tried again when nothing is fetched any more.</returns>
    public bool IsTooEarlyToRemove(Func<IEnumerable<Digest>, bool> isWanted, Action remove)
    {
        lock (gate)
        {
            foreach (var image in asked.Where(each => time.GetUtcNow() - each.Value > Kept).Select(each => each.Key).ToList())
            {
                asked.Remove(image);
            }

            if (isWanted(asked.Keys))
            {
                return false;
            }

            if (fetches == 0)
            {
                remove();
            }

            return fetches > 0;
        }
    }

    private void End(Digest image)
    {
        lock (gate)
        {
            asked[image] = time.GetUtcNow();
            if (--fetches == 0)
            {
                ended.Raise();
            }
        }
    }

    private sealed class Fetch(ImageUses uses, Digest image) : IDisposable
    {
        private int isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isOver, 1) == 0)
            {
                uses.End(image);
            }
        }
    }
}
