namespace Microsoft.DurableTask;

/// <summary>How an orchestration begins anew.</summary>
public class ContinueAsNewOptions
{
    /// <summary>Gets or sets the input of the next generation.</summary>
    public object? NewInput { get; set; }

    /// <summary>Gets or sets a value indicating whether events nobody has waited for yet are carried over; true by default.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>Gets or sets the version of the next generation; null or blank keeps the present one.</summary>
    public string? NewVersion { get; set; }
}
