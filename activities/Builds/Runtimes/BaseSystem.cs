using System.Text;
using Pipelines.Oci;

namespace Pipelines.Activities.Builds.Runtimes;

/// <summary>The lowest layer: C library, a shell with the customary small programs, certificates, time zones, a user.</summary>
internal static class BaseSystem
{
    /// <summary>The user that applications run as.</summary>
    public const int UserId = 1000;

    private const string CertificateFile = "/etc/ssl/certs/ca-certificates.crt";

    private static readonly string[] Programs =
    [
        "sh", "bash", "basename", "cat", "chmod", "cp", "cut", "date", "dirname", "echo", "env", "expr", "false", "find", "grep", "head", "hostname", "id",
        "ln", "ls", "mkdir", "mktemp", "mv", "nproc", "printenv", "printf", "pwd", "readlink", "realpath", "rm", "sed", "seq", "sleep", "sort", "stat",
        "tail", "tee", "test", "touch", "tr", "true", "uname", "uniq", "wc", "which", "xargs",
    ];

    // What compiled dependencies and programs written in C++, Go or Rust usually link to.
    private static readonly string[] Libraries =
    [
        "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1", "libresolv.so.2", "libnss_dns.so.2", "libnss_files.so.2",
        "libgcc_s.so.1", "libstdc++.so.6", "libgomp.so.1", "libatomic.so.1", "libz.so.1", "libssl.so.3", "libcrypto.so.3", "libffi.so.8", "libbz2.so.1.0", "liblzma.so.5",
        "libzstd.so.1", "libsqlite3.so.0", "libuuid.so.1", "libcrypt.so.1", "libicudata.so.72", "libicuuc.so.72", "libicui18n.so.72", "libpq.so.5", "libxml2.so.2",
    ];

    /// <summary>Gets the environment of every image.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["HOME"] = "/home/app",
        ["LANG"] = "C.UTF-8",
        ["SSL_CERT_FILE"] = CertificateFile,
    };

    public static async Task<MachineClosure> CollectAsync(CancellationToken cancellation)
    {
        var closure = new MachineClosure();
        var programs = Programs.Select(name => MachinePrograms.Find(name, ["/usr/bin", "/bin"])).OfType<string>().ToList();
        var libraries = Libraries.SelectMany(name => LibraryDirectories().Select(directory => Path.Combine(directory, name))).Where(File.Exists).ToList();
        foreach (var path in (string[])[.. programs, .. libraries, .. await SharedLibraries.OfAsync([.. programs, .. libraries], cancellation)])
        {
            closure.Add(path);
        }

        foreach (var link in (string[])["/bin", "/sbin", "/lib", "/lib64"])
        {
            closure.AddLink(link);
        }

        foreach (var path in (string[])["/usr/share/zoneinfo", "/etc/mime.types", "/usr/lib/os-release", "/etc/os-release", "/usr/lib/locale/C.utf8", "/usr/lib/ssl/openssl.cnf", CertificateFile])
        {
            closure.Add(path);
        }

        return closure;
    }

    public static LayerContent Content(MachineClosure closure) => new()
    {
        Sources = [.. closure.Sources],
        Folders =
        [
            new() { Path = "/tmp", Mode = (UnixFileMode)0x3FF },
            new() { Path = "/home/app", UserId = UserId, GroupId = UserId },
            new() { Path = "/workspace", UserId = UserId, GroupId = UserId },
            .. ((string[])["/proc", "/sys", "/dev", "/run", "/var/tmp"]).Select(path => new LayerFolder { Path = path }),
        ],
        Files =
        [
            Text("/etc/passwd", $"root:x:0:0:root:/root:/bin/sh\napp:x:{UserId}:{UserId}:app:/home/app:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n"),
            Text("/etc/group", $"root:x:0:\napp:x:{UserId}:\nnogroup:x:65534:\n"),
            Text("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"),
        ],
    };

    private static IEnumerable<string> LibraryDirectories() =>
        Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Append("/usr/lib64").Append("/usr/lib").Where(Directory.Exists);

    private static LayerFile Text(string path, string text) => new() { Path = path, Content = Encoding.UTF8.GetBytes(text) };
}
