namespace Pipelines.Functions.Panel;

/// <summary>A file as it is sent.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="Coding">The content coding; null for none.</param>
/// <param name="ETag">The strong entity tag, in quotes: another one for each coding, for the bytes differ (RFC 9110, 8.8.3.3).</param>
public sealed record PanelRepresentation(ReadOnlyMemory<byte> Content, string? Coding, string ETag);
