namespace Pipelines.Clusters;

/// <summary>A cluster that counts what apps send.</summary>
public interface ITrafficCounters
{
    /// <summary>Tells how many bytes of answers' bodies each app has sent since its counter began, by the app's name. A counter begins anew when what counts is started anew.</summary>
    Task<IReadOnlyDictionary<string, long>> ReadSentBytesAsync(CancellationToken cancellation = default);
}
