using System.Diagnostics.CodeAnalysis;

namespace Pipelines.Storage.Tokens;

/// <summary>What a token allows; each scope includes the ones before it.</summary>
[Flags]
[SuppressMessage("Design", "MA0062", Justification = "A scope includes the ones before it: the bits 1, 2 and 4.")]
public enum TokenScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>To look.</summary>
    Read = 1,

    /// <summary>To look and to change.</summary>
    Write = 3,

    /// <summary>To look, to change and to manage tokens.</summary>
    Admin = 7,
}
