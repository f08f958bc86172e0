namespace Pipelines.Activities.Source;

/// <summary>The ways to reach a repository.</summary>
internal enum RepositoryScheme
{
    Https,
    Http,
    Ssh,
    Local,
}
