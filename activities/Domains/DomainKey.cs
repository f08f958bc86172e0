namespace Pipelines.Activities.Domains;

/// <summary>Names a domain.</summary>
/// <param name="AppId">The app.</param>
/// <param name="DomainId">The domain's id.</param>
/// <param name="Host">Its name, small letters.</param>
public sealed record DomainKey(string AppId, string DomainId, string Host);
