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
    public Task<TResult> RunAsync(TKey key, Func<Task<TResult>> work)
    {
        lock (gate)
        {
            if (!flights.TryGetValue(key, out var flight))
            {
                flights[key] = flight = Task.Run(() => LandAsync(key, work));
            }

            return flight;
        }
    }

    private async Task<TResult> LandAsync(TKey key, Func<Task<TResult>> work)
    {
        try
        {
            return await work();
        }
        finally
        {
            lock (gate)
            {
                flights.Remove(key);
            }
        }
    }
}
