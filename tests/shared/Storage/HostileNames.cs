namespace Pipelines.Storage.Tests;

/// <summary>Names that must never reach a file system or a URL.</summary>
public static class HostileNames
{
    public static TheoryData<string> All { get; } =
    [
        "", " ", "/", "/etc/passwd", "..", "../x", "a/../b", "a/..", "a//b", "a/", "./a", "a/./b", "a/.", "a.", "a./b", "A", "-a", ".a", "_a",
        "a\\b", "a b", "a\0b", "a\n", "a\r\n", "a%2e%2e/b", "a?b", "a#b", "a*", "ä", "a\u202eb", "~", "c:\\x", "a@b", "a:b", "a+b", new string('a', 600), "a/" + new string('b', 300),
    ];
}
