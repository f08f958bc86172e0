namespace Pipelines.Functions.Api.Account;

/// <summary>The account of a token as the API shows it: its team, for there are no persons here.</summary>
public sealed record AccountWire
{
    /// <summary>Gets the team's id.</summary>
    public required string Uuid { get; init; }

    /// <summary>Gets the token's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the e-mail address; empty, for there is none.</summary>
    public string Email { get; init; } = "";

    /// <summary>Gets a value indicating whether the account may be used: one that gets this far may.</summary>
    public bool EmailVerified { get; init; } = true;

    /// <summary>Gets the state.</summary>
    public string Status { get; init; } = "active";

    /// <summary>Gets what there is to say of the state.</summary>
    public string StatusMessage { get; init; } = "";

    /// <summary>Gets how many virtual machines may be made.</summary>
    public int DropletLimit { get; init; }

    /// <summary>Gets how many addresses may be reserved.</summary>
    public int FloatingIpLimit { get; init; }

    /// <summary>Gets the team.</summary>
    public required TeamReferenceWire Team { get; init; }
}
