using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Http;

/// <summary>Says which token a function asks for. Without it: one that may read for GET and HEAD, one that may write for every other method.</summary>
/// <param name="scope">What the token must allow; <see cref="TokenScopes.None"/> for a function that is open to all, which says why.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AccessAttribute(TokenScopes scope) : Attribute
{
    /// <summary>Gets what the token must allow.</summary>
    public TokenScopes Scope => scope;

    /// <summary>Gets or sets a value indicating whether the token must be of the platform's own team.</summary>
    public bool OperatorOnly { get; set; }

    /// <summary>Gets or sets a value indicating whether callers on this machine need no token.</summary>
    public bool OpenToThisMachine { get; set; }

    /// <summary>Gets or sets why the function is open to all.</summary>
    public string Because { get; set; } = "";
}
