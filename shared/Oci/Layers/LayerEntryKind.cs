namespace Pipelines.Oci;

/// <summary>What an entry of a layer is; devices, pipes and sockets have no place in a build's result.</summary>
internal enum LayerEntryKind
{
    Directory,
    File,
    SymbolicLink,
}
