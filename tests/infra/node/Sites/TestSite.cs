using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Clusters.Local;
using Pipelines.Clusters.Sites;
using Pipelines.Storage.Blobs;

namespace Pipelines.Node.Tests.Sites;

/// <summary>Static sites as builds leave them in the blob store.</summary>
internal static class TestSite
{
    /// <summary>Gets the rule that sends everything to the site.</summary>
    public static IngressRule Rule { get; } = new()
    {
        Match = new IngressMatch { Path = new StringMatch { Prefix = "/" } },
        Component = new ComponentRoute { Name = "pages" },
    };

    /// <summary>The component of a site.</summary>
    public static ReleaseComponent Component(string digest) => new() { Name = "pages", Kind = ComponentKind.StaticSite, SiteDigest = digest };

    /// <summary>Writes the files of a site and its manifest.</summary>
    /// <returns>The manifest's digest.</returns>
    public static async Task<string> WriteAsync(IBlobStore blobs, params (string Path, string Type, string Text)[] content)
    {
        var files = new Dictionary<string, SiteFile>();
        foreach (var (path, type, text) in content)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            files[path] = new SiteFile(BlobOf(text), bytes.Length, type);
            await blobs.WriteAsync(BlobOf(text), new MemoryStream(bytes));
        }

        var manifest = JsonSerializer.SerializeToUtf8Bytes(new SiteManifest { Files = files }, LocalNodeProtocol.Json);
        var digest = Convert.ToHexStringLower(SHA256.HashData(manifest));
        await blobs.WriteAsync(SiteManifest.BlobName(digest), new MemoryStream(manifest));
        return digest;
    }

    /// <summary>The name of the blob of a file.</summary>
    public static string BlobOf(string text) => "assets/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
