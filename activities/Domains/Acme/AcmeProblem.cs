namespace Pipelines.Activities.Domains.Acme;

/// <summary>Why an authority refuses something (RFC 7807; RFC 8555, 6.7).</summary>
/// <param name="Type">Its kind, a URN.</param>
/// <param name="Detail">What happened, for a person.</param>
/// <param name="Subproblems">What is wrong with single names.</param>
internal sealed record AcmeProblem(string? Type = null, string? Detail = null, IReadOnlyList<AcmeProblem>? Subproblems = null)
{
    private const string Prefix = "urn:ietf:params:acme:error:";
    private const int LongestDetail = 500;

    /// <summary>Gets the kind without what all kinds begin with.</summary>
    public string Kind => Type is { } type && type.StartsWith(Prefix, StringComparison.Ordinal) ? type[Prefix.Length..] : Type ?? "unknown";

    /// <summary>Tells it to a person, bounded and without control characters.</summary>
    public string Tell()
    {
        var text = string.Join("; ", new[] { Detail }.Concat((Subproblems ?? []).Select(each => each.Detail)).OfType<string>().Distinct());
        var plain = new string([.. text.Select(character => char.IsControl(character) ? ' ' : character).Take(LongestDetail)]);
        return plain.Length > 0 ? plain : Kind;
    }
}
