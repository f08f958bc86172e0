using Pipelines.Clusters.Sites;

namespace Pipelines.Node.Sites;

/// <summary>How a static site answers a path.</summary>
/// <param name="Status">The HTTP status: 200, 404, or 308 for a directory asked for without its slash.</param>
/// <param name="File">The file to send; null for none.</param>
internal sealed record SiteAnswer(int Status, SiteFile? File);
