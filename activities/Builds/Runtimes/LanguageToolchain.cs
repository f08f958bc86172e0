namespace Pipelines.Activities.Builds.Runtimes;

/// <summary>What a language's programs need at run time, beside the libraries they link to.</summary>
/// <param name="Slug">The build environment of the App Spec.</param>
/// <param name="Programs">The programs, the language's own first.</param>
/// <param name="Directories">Directories of the machine; <c>*</c> matches within a name.</param>
/// <param name="VersionArguments">What makes the first program print its version.</param>
/// <param name="Package">What to install when it is missing, for people.</param>
internal sealed record LanguageToolchain(string Slug, IReadOnlyList<string> Programs, IReadOnlyList<string> Directories, IReadOnlyList<string> VersionArguments, string Package)
{
    /// <summary>Gets the languages that are taken from the machine as a list of programs and directories.</summary>
    public static IReadOnlyList<LanguageToolchain> All { get; } =
    [
        new("node-js", ["node", "npm", "npx", "yarn", "pnpm", "bun"], ["/usr/lib/node_modules/npm", "/usr/lib/node_modules/corepack", "/usr/lib/node_modules/yarn", "/usr/lib/node_modules/pnpm", "/usr/share/nodejs", "/usr/share/npm"], ["--version"], "nodejs and npm"),
        new("ruby", ["ruby", "bundle", "bundler", "gem", "rake"], ["/usr/lib/ruby", "/usr/lib/*-linux-gnu/ruby", "/usr/share/rubygems-integration", "/var/lib/gems", "/usr/share/ruby*"], ["--version"], "ruby-full"),
        new("php", ["php", "composer"], ["/usr/lib/php", "/etc/php", "/usr/share/php*"], ["--version"], "php-cli and composer"),
        new("java", ["java"], ["/usr/lib/jvm", "/etc/java-*-openjdk"], ["-version"], "default-jdk-headless and maven"),
        new("elixir", ["elixir", "mix", "erl"], ["/usr/lib/elixir", "/usr/lib/erlang"], ["--version"], "elixir"),
        new("deno", ["deno"], [], ["--version"], "deno"),
    ];
}
