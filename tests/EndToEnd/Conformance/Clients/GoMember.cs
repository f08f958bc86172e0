namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>A field of a Go struct as <c>encoding/json</c> sees it.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Type">Its type in Go.</param>
/// <param name="OmitEmpty">Whether it is left out when it is zero.</param>
internal sealed record GoMember(string Name, string Type, bool OmitEmpty)
{
    /// <summary>Reads the notation of <see cref="GodoTypes"/>.</summary>
    public static IReadOnlyList<GoMember> ReadAll(string members) => [.. members
        .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(member => member.Split(':'))
        .Select(parts => new GoMember(parts[0], parts[1].TrimEnd('!'), !parts[1].EndsWith('!')))];
}
