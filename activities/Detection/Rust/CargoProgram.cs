namespace Pipelines.Activities.Detection.Rust;

/// <summary>A binary of a Cargo package.</summary>
/// <param name="Name">The binary's name.</param>
/// <param name="Manifest">The package's Cargo.toml.</param>
/// <param name="Framework">The web framework it depends on, for people; or null.</param>
/// <param name="Crate">That framework's crate.</param>
/// <param name="Environment">Assignments before its command that make the framework listen on PORT.</param>
internal sealed record CargoProgram(string Name, string Manifest, string? Framework, string? Crate, string Environment);
