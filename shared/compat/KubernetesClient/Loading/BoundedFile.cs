using System.Text;
using k8s.Exceptions;

namespace k8s.Loading;

/// <summary>Reads files that a configuration names: small texts, or none at all.</summary>
internal static class BoundedFile
{
    /// <summary>The largest file that is read, in bytes; far above any kubeconfig, certificate bundle or token.</summary>
    public const int MaximumBytes = 4 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <exception cref="KubeConfigException">It is missing, unreadable, too large, or no text.</exception>
    public static string ReadText(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return ReadText(stream, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new KubeConfigException($"{path} cannot be read: {Reason(path, exception)}", exception);
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="KubeConfigException">It is too large, or no text.</exception>
    public static string ReadText(Stream stream, string name)
    {
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (true)
        {
            var read = stream.Read(buffer.AsSpan(length));
            if (read == 0)
            {
                return Decode(buffer.AsSpan(0, length), name);
            }

            length += read;
            if (length > MaximumBytes)
            {
                throw new KubeConfigException($"{name} is larger than {MaximumBytes} bytes.");
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            return bytes.Contains((byte)0) ? throw new KubeConfigException($"{name} is not a text: it has NUL bytes.") : Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new KubeConfigException($"{name} is not a text in UTF-8.", exception);
        }
    }

    private static string Reason(string path, Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file.",
        UnauthorizedAccessException when Directory.Exists(path) => "it is a directory.",
        UnauthorizedAccessException => "permission denied.",
        _ => exception.Message,
    };
}
