namespace Pipelines.Oci;

/// <summary>The only permissions that what is taken from the machine can get: who built, and under which umask, leaves no trace.</summary>
internal static class LayerModes
{
    public const UnixFileMode File =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public const UnixFileMode Directory =
        File | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
