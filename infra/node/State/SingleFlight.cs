namespace Pipelines.Node.State;

/// <summary>Does the work of a key once at a time: whoever asks meanwhile gets the same result.</summary>
internal sealed class SingleFlight<TKey, TResult>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Task<TResult>> flights = [];
    private readonly Lock gate = new();

    /// <summary>Starts the work of a key, or joins it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="work">The work.</param>
    /// <param name="keep">Whether a result stays for those who ask later. A failure never does.</param>
    public Task<TResult> RunAsync(TKey key, Func<Task<TResult>> work, bool keep = false)
    {
        lock (gate)
        {
            if (!flights.TryGetValue(key, out var flight))
            {
                flights[key] = flight = Task.Run(() => LandAsync(key, work, keep));
            }

            return flight;
        }
    }

    private async Task<TResult> LandAsync(TKey key, Func<Task<TResult>> work, bool keep)
    {
        var kept = false;
        try
        {
            var result = await work();
            kept = keep;
            return result;
        }
        finally
        {
            if (!kept)
            {
                lock (gate)
                {
                    flights.Remove(key);
                }
            }
        }
    }
}
