namespace Microsoft.DurableTask;

/// <summary>The version of an orchestrator or activity. Case does not matter.</summary>
public readonly struct TaskVersion : IEquatable<TaskVersion>
{
    /// <summary>No version.</summary>
    public static readonly TaskVersion Unversioned;

    private readonly string? _version;

    /// <summary>Initializes a new instance of the <see cref="TaskVersion"/> struct.</summary>
    /// <param name="version">The version; null or empty for none.</param>
    /// <exception cref="ArgumentException">The version is blank but not empty.</exception>
    public TaskVersion(string? version)
    {
        if (!string.IsNullOrEmpty(version) && string.IsNullOrWhiteSpace(version))
        {
            throw new ArgumentException("A version must not be blank; use null, an empty string or TaskVersion.Unversioned for an unversioned task.", nameof(version));
        }

        _version = version ?? string.Empty;
    }

    /// <summary>Gets the version; empty for none.</summary>
    public string Version => _version ?? string.Empty;

    /// <summary>Gives a version as text.</summary>
    /// <param name="value">The version.</param>
    public static implicit operator string(TaskVersion value) => value.Version;

    /// <summary>Makes a version of text.</summary>
    /// <param name="value">The text; null or empty for none.</param>
    public static implicit operator TaskVersion(string? value) => new(value);

    /// <summary>Says whether two versions are the same.</summary>
    /// <param name="a">One version.</param>
    /// <param name="b">The other.</param>
    /// <returns>True if they are.</returns>
    public static bool operator ==(TaskVersion a, TaskVersion b) => a.Equals(b);

    /// <summary>Says whether two versions differ.</summary>
    /// <param name="a">One version.</param>
    /// <param name="b">The other.</param>
    /// <returns>True if they do.</returns>
    public static bool operator !=(TaskVersion a, TaskVersion b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskVersion other) => string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version);
}
