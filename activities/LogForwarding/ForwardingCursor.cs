namespace Pipelines.Activities.LogForwarding;

/// <summary>How far a destination has taken a component's lines.</summary>
/// <param name="Time">Older lines are not asked for again.</param>
/// <param name="Instances">The last line of each instance that it has.</param>
internal sealed record ForwardingCursor(DateTimeOffset Time, IReadOnlyDictionary<string, LinePosition> Instances)
{
    /// <summary>How much older than the last line that was taken one of another instance may come.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>The cursor after lines were taken.</summary>
    public ForwardingCursor After(IReadOnlyList<ForwardedLine> taken)
    {
        var instances = new Dictionary<string, LinePosition>(Instances, StringComparer.Ordinal);
        var time = Time;
        foreach (var line in taken)
        {
            if (line.Position is { } position)
            {
                instances[line.Line.Instance] = position;
                time = line.Line.Timestamp > time ? line.Line.Timestamp : time;
            }
        }

        // What is older than all that is asked for again is not met again.
        var oldest = (time - (2 * Slack)).UtcTicks;
        return new ForwardingCursor(time, instances.Where(each => each.Value.Ticks >= oldest).ToDictionary(StringComparer.Ordinal));
    }
}
