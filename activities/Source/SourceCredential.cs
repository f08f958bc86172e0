namespace Pipelines.Activities.Source;

/// <summary>A team's credential for repositories over http(s), as it is stored.</summary>
/// <param name="Id">Its id, which follows from the address: an address has one.</param>
/// <param name="TeamId">The team.</param>
/// <param name="Url">The beginning of the addresses it is for, up to a host or a slash.</param>
/// <param name="UserName">The user name.</param>
/// <param name="SealedPassword">The password or token, encrypted for the team (<c>EV[…]</c>).</param>
/// <param name="CreatedAt">When it was given.</param>
public sealed record SourceCredential(string Id, string TeamId, string Url, string UserName, string SealedPassword, DateTimeOffset CreatedAt)
{
    /// <summary>Hides the password, encrypted as it is.</summary>
    public override string ToString() => $"{Id} for {Url}";
}
