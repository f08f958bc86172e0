using System.CommandLine;
using System.CommandLine.Parsing;
using Pipelines.Cli.Api;

namespace Pipelines.Cli.Commands;

/// <summary>The options that tell which platform a command talks to.</summary>
internal static class PlatformOptions
{
    public static Option<string> Data { get; } = new("--data")
    {
        Description = "The platform's data directory",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("PIPELINES_DATA") ?? Path.Combine(Installation.Find().Root, ".data"),
        Recursive = true,
    };

    public static Option<Uri> Api { get; } = new("--api")
    {
        Description = "Where the platform's API listens",
        DefaultValueFactory = _ => new Uri(Environment.GetEnvironmentVariable("PIPELINES_API") ?? "http://127.0.0.1:7071"),
        CustomParser = ParseUri,
        Recursive = true,
    };

    private static Uri? ParseUri(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        result.AddError($"\"{result.Tokens[0].Value}\" is no address; give one such as http://127.0.0.1:7071");
        return null;
    }

    /// <summary>Opens a client with the token of the environment (<c>PIPELINES_TOKEN</c>) or of the data directory.</summary>
    /// <exception cref="CliException">There is no token.</exception>
    public static ApiClient Open(ParseResult arguments)
    {
        var token = Environment.GetEnvironmentVariable("PIPELINES_TOKEN");
        if (string.IsNullOrEmpty(token))
        {
            var file = Path.Combine(arguments.GetValue(Data)!, "token");
            token = File.Exists(file)
                ? File.ReadAllText(file).Trim()
                : throw new CliException($"no token: {file} is not there. Start the platform with ./infra/pipelines up, or set PIPELINES_TOKEN");
        }

        return new ApiClient(arguments.GetValue(Api)!, token);
    }
}
