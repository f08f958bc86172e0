using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Pipelines.Oci.Tests;

/// <summary>An archive made entry by entry, honest or not.</summary>
internal sealed class Archive
{
    private readonly List<TarEntry> entries = [];

    public Archive File(string name, string content = "content", UnixFileMode mode = LayerModes.File)
    {
        var entry = new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = mode, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };
        return Add(entry);
    }

    public Archive Folder(string name, UnixFileMode mode = LayerModes.Directory) => Add(new PaxTarEntry(TarEntryType.Directory, name) { Mode = mode });

    public Archive SymbolicLink(string name, string target) => Add(new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target });

    public Archive HardLink(string name, string target) => Add(new PaxTarEntry(TarEntryType.HardLink, name) { LinkName = target });

    public Archive Device(string name) => Add(new PaxTarEntry(TarEntryType.BlockDevice, name) { DeviceMajor = 8, DeviceMinor = 0 });

    public Archive Add(TarEntry entry)
    {
        entries.Add(entry);
        return this;
    }

    public byte[] ToTar()
    {
        var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                writer.WriteEntry(entry);
            }
        }

        return stream.ToArray();
    }

    public static byte[] Compress(byte[] tar)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(tar);
        }

        return stream.ToArray();
    }
}
