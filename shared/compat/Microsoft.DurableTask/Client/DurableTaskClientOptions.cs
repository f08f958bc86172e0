using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>The options of a client.</summary>
public class DurableTaskClientOptions
{
    private DataConverter? _dataConverter;

    /// <summary>Gets or sets the version stamped on instances that are started without one.</summary>
    public string DefaultVersion { get; set; } = string.Empty;

    /// <summary>Gets or sets the converter of inputs, outputs and events; JSON by default.</summary>
    public DataConverter DataConverter
    {
        get => _dataConverter ?? JsonDataConverter.Default;
        set => _dataConverter = value;
    }

    internal bool HasDataConverter => _dataConverter is not null;

    internal void ApplyTo(DurableTaskClientOptions other)
    {
        if (!other.HasDataConverter)
        {
            other.DataConverter = DataConverter;
        }

        if (!string.IsNullOrWhiteSpace(DefaultVersion))
        {
            other.DefaultVersion = DefaultVersion;
        }
    }
}
