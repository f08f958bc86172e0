using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Pipelines.Functions.Panel;

/// <summary>A file of the panel, in the encodings that it is sent in; each is made when it is first asked for.</summary>
public sealed class PanelFile
{
    private readonly Lazy<PanelRepresentation> _brotli;
    private readonly Lazy<PanelRepresentation> _gzip;
    private readonly PanelRepresentation _identity;

    /// <summary>Initializes a new instance of the <see cref="PanelFile"/> class.</summary>
    /// <param name="name">Its path within the panel.</param>
    /// <param name="content">What it holds.</param>
    public PanelFile(string name, byte[] content)
    {
        Name = name;
        ContentType = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new InvalidOperationException($"the panel's file {name} is of a kind that it does not know: {other}"),
        };
        var digest = Convert.ToHexStringLower(SHA256.HashData(content))[..32];
        _identity = new PanelRepresentation(content, null, $"\"{digest}\"");
        _brotli = new(() => new PanelRepresentation(Compress(content, output => new BrotliStream(output, CompressionLevel.SmallestSize)), "br", $"\"{digest}-br\""));
        _gzip = new(() => new PanelRepresentation(Compress(content, output => new GZipStream(output, CompressionLevel.SmallestSize)), "gzip", $"\"{digest}-gzip\""));
    }

    /// <summary>Gets the path within the panel.</summary>
    public string Name { get; }

    /// <summary>Gets the media type.</summary>
    public string ContentType { get; }

    /// <summary>Chooses what a request is sent: the smallest of what it accepts (RFC 9110, 12.5.3).</summary>
    public PanelRepresentation For(HttpRequest request) =>
        Accepts(request, "br") ? _brotli.Value : Accepts(request, "gzip") ? _gzip.Value : _identity;

    private static bool Accepts(HttpRequest request, string coding) =>
        request.GetTypedHeaders().AcceptEncoding.Any(accepted => accepted.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && accepted.Quality is null or > 0);

    private static byte[] Compress(byte[] content, Func<Stream, Stream> encoder)
    {
        using var compressed = new MemoryStream();
        using (var stream = encoder(compressed))
        {
            stream.Write(content);
        }

        return compressed.ToArray();
    }
}
