namespace Pipelines.Activities.Builds;

/// <summary>How many builds run at once (section <c>Pipelines:Builds</c>).</summary>
public sealed class BuildSlotOptions
{
    /// <summary>Gets or sets the number of builds at once, 1 or more.</summary>
    public int Concurrency { get; set; } = Math.Max(2, Environment.ProcessorCount);
}
