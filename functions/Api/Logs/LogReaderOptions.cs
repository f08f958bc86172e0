namespace Pipelines.Functions.Api.Logs;

/// <summary>What configuration says of those who read logs: the section <c>Pipelines:LogReaders</c>.</summary>
public sealed class LogReaderOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Pipelines:LogReaders";

    /// <summary>Gets or sets how long a reader may take nothing of what is there for it before it is cut off; more than zero.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how many may read logs of one app at once, 1 or more.</summary>
    public int MaximumPerApp { get; set; } = 200;
}
