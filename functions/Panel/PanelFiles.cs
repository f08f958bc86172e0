using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Pipelines.Functions.Panel;

/// <summary>
/// The files of the panel, as they lie in <c>functions/Panel/wwwroot</c> and are built into the assembly. All are addressed
/// through a digest of all: a browser keeps them for ever, and never mixes two versions.
/// </summary>
public sealed class PanelFiles
{
    /// <summary>The panel's path.</summary>
    public const string Address = "/panel";

    private const string ResourcePrefix = "panel/";
    private const string PageName = "index.html";
    private const string VersionPlaceholder = "{version}";

    private readonly FrozenDictionary<string, PanelFile> _files;

    /// <summary>Initializes a new instance of the <see cref="PanelFiles"/> class from the assembly.</summary>
    public PanelFiles()
    {
        var contents = Read();
        Version = Digest(contents);
        var page = Encoding.UTF8.GetString(contents[PageName]).Replace(VersionPlaceholder, Version, StringComparison.Ordinal);
        Page = new PanelFile(PageName, Encoding.UTF8.GetBytes(page));
        _files = contents.Where(content => content.Key != PageName)
            .ToFrozenDictionary(content => content.Key, content => new PanelFile(content.Key, content.Value), StringComparer.Ordinal);
    }

    /// <summary>Gets the version in the addresses of the files: 16 hex digits.</summary>
    public string Version { get; }

    /// <summary>Gets the page.</summary>
    public PanelFile Page { get; }

    /// <summary>Gets every file but the page.</summary>
    public IReadOnlyCollection<PanelFile> All => _files.Values;

    /// <summary>Finds a file.</summary>
    /// <param name="path">Its path, as <c>parts/icons.js</c>.</param>
    /// <returns>The file, or null where there is none.</returns>
    public PanelFile? Find(string path) => _files.GetValueOrDefault(path);

    private static SortedDictionary<string, byte[]> Read()
    {
        var contents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var resource = assembly.GetManifestResourceStream(name)!;
            var content = new byte[resource.Length];
            resource.ReadExactly(content);
            contents[name[ResourcePrefix.Length..]] = content;
        }

        return contents;
    }

    private static string Digest(SortedDictionary<string, byte[]> contents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, content) in contents)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{content.Length}\n"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
