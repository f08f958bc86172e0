using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Pipelines.Activities.Statuses;

/// <summary>Finds out at the start what would be found out at the first deployment.</summary>
internal sealed class StatusOptionsCheck : IValidateOptions<StatusOptions>
{
    public ValidateOptionsResult Validate(string? name, StatusOptions options)
    {
        var problems = new List<string>();
        foreach (var (key, url) in ((string, Uri)[])[(nameof(options.GitHubUrl), options.GitHubUrl), (nameof(options.GitLabUrl), options.GitLabUrl), (nameof(options.BitbucketUrl), options.BitbucketUrl)])
        {
            if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
            {
                problems.Add($"{StatusOptions.Section}:{key} must be an http or https address.");
            }
        }

        if (!string.IsNullOrEmpty(options.GitHubAppId))
        {
            CheckKey(options, problems);
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckKey(StatusOptions options, List<string> problems)
    {
        try
        {
            using var key = GitHubAppToken.ReadKey(options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            // Not the exception's message: it may quote what it could not read.
            problems.Add($"{StatusOptions.Section}:{nameof(options.GitHubPrivateKey)} (or …:{nameof(options.GitHubPrivateKeyFile)}) must be the private key of app {options.GitHubAppId}, PEM.");
        }
    }
}
