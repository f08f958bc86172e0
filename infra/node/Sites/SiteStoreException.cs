namespace Pipelines.Node.Sites;

/// <summary>The blob store that holds the sites does not answer.</summary>
internal sealed class SiteStoreException(Exception inner) : IOException("The blob store that holds the site's files does not answer.", inner);
