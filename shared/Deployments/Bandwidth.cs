namespace Pipelines.Deployments;

/// <summary>What an app has sent, by day.</summary>
public sealed record Bandwidth
{
    /// <summary>Gets the counter as it was last read, bytes.</summary>
    public long Counter { get; init; }

    /// <summary>Gets the first day that was measured, UTC.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>Gets the bytes sent on each day, UTC; days without any are absent.</summary>
    public IReadOnlyDictionary<string, long> Days { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>The bytes sent on a day; null for one that was not measured.</summary>
    public long? On(DateOnly day) => day < Since ? null : Days.GetValueOrDefault(KeyOf(day));

    /// <summary>What it is after the counter was read.</summary>
    /// <param name="counter">The counter.</param>
    /// <param name="day">The day.</param>
    /// <param name="keptDays">How many days are kept.</param>
    internal Bandwidth Read(long counter, DateOnly day, int keptDays)
    {
        // A counter below what it was has begun anew.
        var sent = counter >= Counter ? counter - Counter : counter;
        var days = Days.ToDictionary(StringComparer.Ordinal);
        days[KeyOf(day)] = days.GetValueOrDefault(KeyOf(day)) + sent;
        var oldest = day.AddDays(1 - keptDays);
        foreach (var old in days.Keys.Where(key => string.CompareOrdinal(key, KeyOf(oldest)) < 0).ToList())
        {
            _ = days.Remove(old);
        }

        return this with { Counter = counter, Since = Since < oldest ? oldest : Since, Days = days };
    }

    private static string KeyOf(DateOnly day) => day.ToString("yyyy-MM-dd");
}
