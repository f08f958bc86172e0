namespace Pipelines.Activities.Builds;

/// <summary>Replaces secret values in text.</summary>
internal sealed class SecretRedaction(IEnumerable<string> secrets)
{
    /// <summary>Shorter values would hit ordinary words.</summary>
    private const int MinLength = 4;

    // Several lines of a secret are logged as several lines; the longest first, should one contain another.
    private readonly string[] values =
    [
        .. secrets
            .SelectMany(secret => secret.Split('\n', StringSplitOptions.TrimEntries).Append(secret))
            .Where(secret => secret.Length >= MinLength)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(secret => secret.Length),
    ];

    public string Apply(string text)
    {
        foreach (var value in values)
        {
            text = text.Replace(value, "***", StringComparison.Ordinal);
        }

        return text;
    }
}
