namespace Pipelines.Functions.Webhooks;

/// <summary>The secrets that git providers sign their webhooks with (section <c>Pipelines:Webhooks</c>).</summary>
public sealed class WebhookOptions
{
    /// <summary>Gets or sets the secret of GitHub's webhooks; without one they are refused.</summary>
    public string? GitHubSecret { get; set; }

    /// <summary>Gets or sets the secret token of GitLab's webhooks, or their signing token (<c>whsec_…</c>), which then alone is accepted.</summary>
    public string? GitLabSecret { get; set; }

    /// <summary>Gets or sets the secret of Bitbucket's webhooks; without one they are refused.</summary>
    public string? BitbucketSecret { get; set; }
}
