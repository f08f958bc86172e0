using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Binds a <c>DurableTaskClient</c> parameter.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The task hub; the embedded host has one and refuses to start when another is named.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The connection; the embedded host has none and refuses to start when one is named.</summary>
    public string? ConnectionName { get; set; }
}
