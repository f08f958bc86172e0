using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pipelines.Functions.Tests.Webhooks;

/// <summary>Deliveries about pull requests as GitLab (merge request events) and Bitbucket Cloud (event payloads) document them, as far as they are read and a little beyond.</summary>
internal static class PullRequestPayloads
{
    public const string Secret = "it's a secret to everybody";
    public const int Number = 7;

    /// <summary>The repository of the app.</summary>
    public static string RepositoryOf(string provider) => provider == "gitlab" ? "group/sub/shop" : "team/shop";

    /// <summary>A fork of it.</summary>
    public static string ForkOf(string provider) => provider == "gitlab" ? "stranger/shop" : "stranger/shop-fork";

    /// <summary>What a provider sends.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="delivery">Its id of the delivery.</param>
    /// <param name="change">What happened: opened, pushed, edited, closed or merged.</param>
    /// <param name="minute">When.</param>
    /// <param name="commit">The newest commit of the branch.</param>
    /// <param name="head">The repository that it comes from; null for one that is gone.</param>
    public static HttpRequestMessage Request(string provider, string delivery, string change, int minute, char commit, string? head)
    {
        var body = JsonSerializer.Serialize(provider == "gitlab" ? GitLab(change, minute, commit, head) : Bitbucket(change, minute, commit, head));
        var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/" + provider) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        Sign(request.Headers, provider, delivery, change, body);
        return request;
    }

    private static void Sign(HttpRequestHeaders headers, string provider, string delivery, string change, string body)
    {
        if (provider == "gitlab")
        {
            headers.Add("X-Gitlab-Event", "Merge Request Hook");
            headers.Add("X-Gitlab-Token", Secret);
            headers.Add("X-Gitlab-Event-UUID", "13792a34-cac6-4fda-95a8-c58e00a3954e");
            headers.Add("Idempotency-Key", delivery);
            return;
        }

        headers.Add("X-Event-Key", change switch { "opened" => "pullrequest:created", "pushed" or "edited" => "pullrequest:updated", "merged" => "pullrequest:fulfilled", _ => "pullrequest:rejected" });
        headers.Add("X-Request-UUID", delivery);
        headers.Add("X-Attempt-Number", "1");
        headers.Add("X-Hub-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body))));
    }

    private static object GitLab(string change, int minute, char commit, string? head)
    {
        var attributes = new Dictionary<string, object?>
        {
            ["id"] = 99,
            ["iid"] = Number,
            ["target_branch"] = "main",
            ["source_branch"] = "feature",
            ["source_project_id"] = head is null ? null : 14,
            ["target_project_id"] = 15,
            ["title"] = "Tidy up",
            ["created_at"] = "2026-11-01 12:00:00 UTC",
            ["updated_at"] = string.Create(CultureInfo.InvariantCulture, $"2026-11-01 12:{minute:d2}:00 UTC"),
            ["state"] = change switch { "closed" => "closed", "merged" => "merged", _ => "opened" },
            ["draft"] = false,
            ["source"] = head is null ? null : Project(head),
            ["target"] = Project(RepositoryOf("gitlab")),
            ["last_commit"] = new { id = new string(commit, 40), message = "work", timestamp = "2026-11-01T12:00:00+00:00", author = new { name = "Jane", email = "jane@example.com" } },
            ["action"] = change switch { "opened" => "open", "closed" => "close", "merged" => "merge", _ => "update" },
        };
        if (change == "pushed")
        {
            attributes["oldrev"] = new string('0', 39) + "1";
        }

        return new
        {
            object_kind = "merge_request",
            event_type = "merge_request",
            user = new { id = 1, name = "Jane", username = "jane" },
            project = Project(RepositoryOf("gitlab")),
            object_attributes = attributes,
            labels = Array.Empty<object>(),
            changes = change == "edited" ? new { title = new { previous = "Tidy", current = "Tidy up" } } : (object)new { },
        };

        static object Project(string path) => new
        {
            id = 15,
            name = "shop",
            web_url = "https://gitlab.com/" + path,
            git_ssh_url = $"git@gitlab.com:{path}.git",
            git_http_url = $"https://gitlab.com/{path}.git",
            path_with_namespace = path,
            default_branch = "main",
        };
    }

    private static object Bitbucket(string change, int minute, char commit, string? head) => new
    {
        actor = new { type = "user", display_name = "Jane", uuid = "{4bb5e1b7-0c6d-4e33-8a3f-f5b1e6a2b7ab}" },
        repository = Repository(RepositoryOf("bitbucket")),
        pullrequest = new
        {
            type = "pullrequest",
            id = Number,
            title = change == "edited" ? "Tidy up" : "Tidy",
            state = change switch { "closed" => "DECLINED", "merged" => "MERGED", _ => "OPEN" },

            // Bitbucket shortens commits here.
            source = new { branch = new { name = "feature" }, commit = new { hash = new string(commit, 12) }, repository = head is null ? null : Repository(head) },
            destination = new { branch = new { name = "main" }, commit = new { hash = "ce5965ddd289" }, repository = Repository(RepositoryOf("bitbucket")) },
            merge_commit = change == "merged" ? new { hash = "764413d85e29" } : null,
            created_on = "2026-11-01T12:00:00.000001+00:00",
            updated_on = string.Create(CultureInfo.InvariantCulture, $"2026-11-01T12:{minute:d2}:00.480314+00:00"),
        },
    };

    private static object Repository(string name) => new
    {
        type = "repository",
        full_name = name,
        name = "shop",
        uuid = "{673a6070-3421-46c9-9d48-90745f7bfe8e}",
        links = new { html = new { href = "https://bitbucket.org/" + name } },
        is_private = true,
    };
}
