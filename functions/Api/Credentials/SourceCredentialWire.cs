using Pipelines.Activities.Source;

namespace Pipelines.Functions.Api.Credentials;

/// <summary>A source credential as the API shows it: never its password.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">The beginning of the addresses it is for.</param>
/// <param name="UserName">The user name.</param>
/// <param name="TeamId">The team's id.</param>
/// <param name="CreatedAt">When it was given.</param>
public sealed record SourceCredentialWire(string Id, string Url, string UserName, string TeamId, DateTimeOffset CreatedAt)
{
    /// <summary>Shows a credential.</summary>
    public static SourceCredentialWire Of(SourceCredential credential) =>
        new(credential.Id, credential.Url, credential.UserName, credential.TeamId, credential.CreatedAt);
}
