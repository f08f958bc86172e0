namespace Pipelines.Activities.Source;

/// <summary>The files of one commit in the blob store.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="BlobName">The name of the tar in the blob store.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Subject">The first line of the commit message, at most 200 characters.</param>
/// <param name="Author">The author's name.</param>
public sealed record SourceSnapshot(string Commit, string BlobName, long Size, string Subject, string Author);
