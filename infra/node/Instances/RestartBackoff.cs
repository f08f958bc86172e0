namespace Pipelines.Node.Instances;

/// <summary>How long to wait before an instance that ended by itself is started again: 1 s, doubled up to 60 s.</summary>
internal sealed class RestartBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Last = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Forgiven = TimeSpan.FromMinutes(10);
    private TimeSpan next = First;

    /// <summary>Takes the next wait.</summary>
    /// <param name="ranFor">How long the run lasted that has just ended; ten minutes forgive everything before.</param>
    public TimeSpan Next(TimeSpan ranFor)
    {
        if (ranFor >= Forgiven)
        {
            next = First;
        }

        var current = next;
        next = current * 2 < Last ? current * 2 : Last;
        return current;
    }
}
