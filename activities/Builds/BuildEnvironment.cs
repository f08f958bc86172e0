using Pipelines.Activities.Builds.Sandboxes;
using Pipelines.Activities.Detection;

namespace Pipelines.Activities.Builds;

/// <summary>The environment of build commands: made from nothing, so that none of the platform's own variables gets in.</summary>
internal sealed class BuildEnvironment(MachineFiles machine)
{
    // How this machine reaches package registries; values that name files name such as the sandbox has.
    private static readonly string[] Inherited =
    [
        "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS",
        "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PIP_CERT", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_DEFAULT_TIMEOUT", "UV_INDEX_URL",
        "GOPROXY", "GONOSUMDB", "GONOSUMCHECK", "GOSUMDB", "NUGET_CERT_REVOCATION_MODE", "DOTNET_ROOT", "JAVA_HOME", "RUSTUP_HOME", "npm_config_registry",
    ];

    private static readonly Dictionary<string, string> Fixed = new()
    {
        ["HOME"] = SandboxPaths.Home,
        ["LANG"] = "C.UTF-8",
        ["TERM"] = "dumb",
        ["CI"] = "true",
        ["SOURCE_DATE_EPOCH"] = "315532801",
        ["npm_config_cache"] = "/cache/npm",
        ["npm_config_update_notifier"] = "false",
        ["npm_config_fund"] = "false",
        ["npm_config_audit"] = "false",
        ["YARN_CACHE_FOLDER"] = "/cache/yarn",
        ["BUN_INSTALL_CACHE_DIR"] = "/cache/bun",
        ["PIP_CACHE_DIR"] = "/cache/pip",
        ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1",
        ["PIP_NO_INPUT"] = "1",
        ["PYTHONUNBUFFERED"] = "1",
        ["UV_CACHE_DIR"] = "/cache/uv",
        ["POETRY_CACHE_DIR"] = "/cache/poetry",
        ["POETRY_VIRTUALENVS_CREATE"] = "false",
        ["PIPENV_IGNORE_VIRTUALENVS"] = "0",
        ["GOPATH"] = "/cache/go",
        ["GOCACHE"] = "/cache/go-build",
        ["GOTOOLCHAIN"] = "local",
        ["CARGO_HOME"] = "/cache/cargo",
        ["NUGET_PACKAGES"] = "/cache/nuget",
        ["DOTNET_CLI_HOME"] = SandboxPaths.Home,
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
        ["BUNDLE_PATH"] = "vendor/bundle",
        ["COMPOSER_CACHE_DIR"] = "/cache/composer",
        ["MAVEN_OPTS"] = "-Dmaven.repo.local=/cache/m2",
        ["GRADLE_USER_HOME"] = "/cache/gradle",
        ["MIX_HOME"] = "/cache/mix",
        ["HEX_HOME"] = "/cache/hex",
        ["DENO_DIR"] = "/cache/deno",
    };

    /// <summary>The environment for a component.</summary>
    /// <param name="request">The build; its own variables are the strongest.</param>
    /// <param name="detected">What is built.</param>
    /// <param name="python">The interpreter of a Python application.</param>
    public Dictionary<string, string> For(BuildRequest request, DetectedComponent detected, string? python)
    {
        var environment = new Dictionary<string, string>(Fixed);
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                environment[name] = value;
            }
        }

        // Shims choose among versions by files that the sandbox does not have.
        var path = machine.SearchPath.Where(directory => !directory.EndsWith("/shims", StringComparison.Ordinal));
        environment["PATH"] = string.Join(':', path);
        if (python is not null)
        {
            environment["PATH"] = $"{VirtualEnvironment}/bin:{Path.GetDirectoryName(python)}:{environment["PATH"]}";
            environment["VIRTUAL_ENV"] = VirtualEnvironment;

            // pip belongs to the machine; what it installs belongs into the application's own environment.
            environment["PIP_PYTHON"] = VirtualEnvironment + "/bin/python";
        }

        if (detected.HttpPort is { } port)
        {
            environment["PORT"] = port.ToString();
        }

        foreach (var (name, value) in request.Environment)
        {
            environment[name] = value;
        }

        return environment;
    }

    /// <summary>Where a Python application has its packages.</summary>
    public const string VirtualEnvironment = SandboxPaths.Workspace + "/.venv";
}
