namespace Pipelines.Activities.Releases;

/// <summary>The resolved environment of a component at one moment.</summary>
/// <param name="Variables">The variables, secrets decrypted, references resolved.</param>
/// <param name="Secrets">The values that must not appear in any log.</param>
public sealed record ComponentEnvironment(IReadOnlyDictionary<string, string> Variables, IReadOnlyCollection<string> Secrets)
{
    /// <summary>Names the variables, never their values.</summary>
    public override string ToString() => string.Join(", ", Variables.Keys);
}
