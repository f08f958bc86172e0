using System.Text.Json;

namespace Pipelines.Activities.Detection.Node;

/// <summary>The package manager of a Node.js project, from its packageManager field or its lock file.</summary>
/// <param name="Program">npm, yarn, pnpm or bun.</param>
/// <param name="Install">The command that installs exactly what the lock file says, or the newest that fit where there is none.</param>
/// <param name="File">The file it was recognised by.</param>
/// <param name="Detail">What stands there.</param>
internal sealed record NodePackageManager(string Program, string Install, string File, string Detail)
{
    private static readonly (string File, string Program)[] LockFiles =
    [
        ("bun.lock", "bun"), ("bun.lockb", "bun"), ("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"),
        ("package-lock.json", "npm"), ("npm-shrinkwrap.json", "npm"),
    ];

    internal static NodePackageManager Of(SourceFolder folder, JsonElement package)
    {
        // Inside a workspace the lock file and the packageManager field are at its root.
        var root = folder.Root;
        var home = folder == root || LockIn(folder) is not null ? folder : root;
        var lockFile = LockIn(home);
        var declared = package.Text("packageManager") ?? home.JsonOf(NodePackage.FileName).Text("packageManager");
        var program = declared?.Split('@')[0].Trim() is "npm" or "yarn" or "pnpm" or "bun"
            ? declared.Split('@')[0].Trim()
            : null;

        if (lockFile is { } found && (program is null || program == found.Program))
        {
            return new(found.Program, Frozen(home, found.Program, declared), "/" + home.FromRoot(found.File), "is its lock file");
        }

        return program is not null
            ? new(program, program + " install", NodePackage.FileName, $"packageManager: {declared}")
            : new("npm", "npm install", NodePackage.FileName, "no lock file");
    }

    /// <summary>The command that runs a script of package.json.</summary>
    internal string Run(string script) => $"{Program} run {script}";

    /// <summary>The command that runs a program which a dependency brings.</summary>
    internal string Execute(string commandLine) => Program switch
    {
        "yarn" => $"yarn run {commandLine}",
        "pnpm" => $"pnpm exec {commandLine}",
        "bun" => $"bun x {commandLine}",
        _ => $"npx --no-install {commandLine}",
    };

    private static (string File, string Program)? LockIn(SourceFolder folder)
    {
        foreach (var candidate in LockFiles)
        {
            if (folder.Has(candidate.File))
            {
                return candidate;
            }
        }

        return null;
    }

    private static string Frozen(SourceFolder home, string program, string? declared) => program switch
    {
        "npm" => "npm ci",
        "yarn" when IsModernYarn(home, declared) => "yarn install --immutable",
        _ => program + " install --frozen-lockfile",
    };

    /// <summary>Yarn 2 and later have .yarnrc.yml and another name for the option.</summary>
    private static bool IsModernYarn(SourceFolder home, string? declared) =>
        home.Has(".yarnrc.yml") || (declared is not null && !declared.StartsWith("yarn@1", StringComparison.Ordinal));
}
