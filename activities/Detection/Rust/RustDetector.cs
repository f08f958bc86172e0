using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection.Rust;

/// <summary>Rust: the binaries of a Cargo package, or of the packages of a workspace.</summary>
internal sealed class RustDetector : IDetector
{
    private const string Manifest = "Cargo.toml";

    private static readonly (string Crate, string Framework, string Environment)[] Frameworks =
    [
        ("axum", "Axum", ""), ("actix-web", "Actix Web", ""), ("rocket", "Rocket", "ROCKET_ADDRESS=0.0.0.0 ROCKET_PORT=$PORT "),
        ("warp", "warp", ""), ("poem", "Poem", ""), ("salvo", "Salvo", ""), ("tide", "Tide", ""), ("leptos", "Leptos", "LEPTOS_SITE_ADDR=0.0.0.0:$PORT "),
        ("tonic", "Tonic", ""), ("hyper", "hyper", ""),
    ];

    public string EnvironmentSlug => "rust";

    public IEnumerable<ComponentDraft> Detect(SourceFolder folder)
    {
        if (!folder.Has(Manifest) || folder.TomlOf(Manifest) is not { } manifest)
        {
            return [];
        }

        var programs = Programs(folder, string.Empty);
        if (programs.Count == 0 && manifest.Table("workspace") is not null)
        {
            programs = [.. folder.Files
                .Where(file => file.EndsWith("/" + Manifest, StringComparison.Ordinal))
                .Take(30)
                .SelectMany(file => Programs(folder, file[..^Manifest.Length]))];
            programs = programs.Where(program => program.Framework is not null).ToList() is { Count: > 0 } servers ? servers : programs;
        }

        return programs.Count > 0
            ? programs.Select(program => Component(folder, program))
            : [Draft(folder).Lacks("The Cargo package has no binary: add src/main.rs or a [[bin]] section.")];
    }

    private static List<CargoProgram> Programs(SourceFolder folder, string home)
    {
        if (folder.TomlOf(home + Manifest) is not { } manifest || manifest.Table("package")?.Text("name") is not { } package)
        {
            return [];
        }

        var (crate, framework, environment) = Frameworks.FirstOrDefault(known => manifest.Table("dependencies")?[known.Crate] is not null);
        var names = manifest.Tables("bin").Select(bin => bin.Text("name")).OfType<string>().ToList();
        if (names.Count == 0 && folder.Has(home + "src/main.rs"))
        {
            names.Add(package);
        }

        // Of several binaries, the one the package says or is named after.
        var main = manifest.Table("package")?.Text("default-run") ?? (names.Contains(package, StringComparer.Ordinal) ? package : names.FirstOrDefault());
        return main is not null && ShellWord.IsPlain(main)
            ? [new CargoProgram(main, home + Manifest, framework, crate, environment ?? string.Empty)]
            : [];
    }

    private static ComponentDraft Component(SourceFolder folder, CargoProgram program)
    {
        var locked = folder.Has("Cargo.lock") ? " --locked" : string.Empty;
        var draft = Draft(folder)
            .Named(program.Name)
            .WithFramework(program.Framework, program.Manifest, $"depends on {program.Crate}")
            .Builds($"cargo build --release{locked} --bin {program.Name}", program.Manifest, $"binary {program.Name}")
            .Runs($"{program.Environment}./target/release/{program.Name}", program.Manifest, $"binary {program.Name}")
            .ListensAsIn(program.Manifest[..^Manifest.Length] + "src/main.rs");
        return program.Framework is null ? draft : draft.Is(ComponentKind.Service, program.Manifest, $"depends on {program.Crate}");
    }

    private static ComponentDraft Draft(SourceFolder folder) =>
        new ComponentDraft(folder, "rust", "Rust")
            .WithLanguage(Manifest, "describes a Cargo package")
            .WithPackageManager("cargo", folder.FirstOf("Cargo.lock") ?? Manifest, "names the crates")
            .WithVersion(Version(folder));

    private static Finding? Version(SourceFolder folder)
    {
        if (folder.TomlOf("rust-toolchain.toml")?.Table("toolchain")?.Text("channel") is { } channel)
        {
            return new Finding(channel, "rust-toolchain.toml", $"channel {channel}");
        }

        if (folder.FirstLine("rust-toolchain") is { } line && !line.StartsWith('['))
        {
            return new Finding(line, "rust-toolchain", line);
        }

        return folder.TomlOf(Manifest)?.Table("package")?.Text("rust-version") is { } version
            ? new Finding(version, Manifest, $"rust-version {version}")
            : null;
    }
}
