namespace Pipelines.Activities.Retention;

/// <summary>How long what deployments leave is kept (section <c>Pipelines:Retention</c>).</summary>
public sealed class RetentionOptions
{
    /// <summary>Gets or sets to how many of the deployments that were active an app can be rolled back, 1 to 1000; 10 by default. Their images are kept.</summary>
    public int Deployments { get; set; } = 10;

    /// <summary>Gets or sets for how many days source snapshots, and the files of sites that nothing serves, are kept, 1 to 3650; 7 by default.</summary>
    public int Days { get; set; } = 7;
}
