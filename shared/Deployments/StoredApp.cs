namespace Pipelines.Deployments;

/// <summary>The stored document of an app, read only when it is wanted.</summary>
/// <param name="Id">The app's id.</param>
/// <param name="ETag">The document's entity tag: another one after each write.</param>
/// <param name="Read">Reads it.</param>
public sealed record StoredApp(string Id, string ETag, Func<App> Read);
