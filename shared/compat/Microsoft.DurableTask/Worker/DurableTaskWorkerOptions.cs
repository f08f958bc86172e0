using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Worker;

/// <summary>The options of a worker.</summary>
public class DurableTaskWorkerOptions
{
    private DataConverter? _dataConverter;

    /// <summary>Gets or sets the converter of inputs, outputs and events; JSON by default.</summary>
    public DataConverter DataConverter
    {
        get => _dataConverter ?? JsonDataConverter.Default;
        set => _dataConverter = value;
    }

    /// <summary>Gets how much runs at once.</summary>
    public ConcurrencyOptions Concurrency { get; } = new();

    internal bool HasDataConverter => _dataConverter is not null;

    internal void ApplyTo(DurableTaskWorkerOptions other) => other.DataConverter = DataConverter;

    /// <summary>How much runs at once.</summary>
    [SuppressMessage("Design", "CA1034:Nested types should not be visible", Justification = "The official API's shape.")]
    public class ConcurrencyOptions
    {
        /// <summary>Gets or sets how many activities run at once; 100 a processor by default.</summary>
        public int MaximumConcurrentActivityWorkItems { get; set; } = 100 * Environment.ProcessorCount;

        /// <summary>Gets or sets how many orchestrators run at once; 100 a processor by default.</summary>
        public int MaximumConcurrentOrchestrationWorkItems { get; set; } = 100 * Environment.ProcessorCount;
    }
}
