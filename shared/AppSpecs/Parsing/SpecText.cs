using System.Text;

namespace Pipelines.AppSpecs;

/// <summary>Turns bytes into text, or says where they are none.</summary>
internal static class SpecText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, without a byte order mark.</summary>
    /// <exception cref="SpecDocumentException">The bytes are not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0xFE, 0xFF]) || bytes.StartsWith<byte>([0xFF, 0xFE]))
        {
            throw new SpecDocumentException("UTF-16 text; UTF-8 is expected", line: 1, column: 1);
        }

        try
        {
            return s_strict.GetString(WithoutByteOrderMark(bytes));
        }
        catch (DecoderFallbackException exception)
        {
            var before = bytes[..Math.Clamp(exception.Index, 0, bytes.Length)];
            var line = before.Count((byte)'\n') + 1;
            throw new SpecDocumentException("bytes that are not UTF-8", line, before.Length - before.LastIndexOf((byte)'\n'));
        }
    }

    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;

    /// <summary>Lets tabs and line ends pass.</summary>
    /// <exception cref="SpecDocumentException">The text holds a control character that no notation allows.</exception>
    public static void RejectControlCharacters(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (char.IsControl(character) && character is not ('\t' or '\n' or '\r' or '\u0085'))
            {
                var before = text.AsSpan(0, index);
                throw new SpecDocumentException(
                    $"control character U+{(int)character:X4}",
                    before.Count('\n') + 1,
                    index - before.LastIndexOf('\n'));
            }
        }
    }
}
