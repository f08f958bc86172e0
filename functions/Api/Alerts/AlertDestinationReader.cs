using System.Net.Mail;
using Pipelines.Activities.Alerts;
using Pipelines.Deployments.Alerts;
using Pipelines.Functions.Http;
using Pipelines.Storage.Secrets;

namespace Pipelines.Functions.Api.Alerts;

/// <summary>Reads who is to be told of an alert, and encrypts what is secret of it.</summary>
/// <param name="secrets">Encrypts.</param>
/// <param name="policy">Says which webhooks may be reached.</param>
/// <param name="mail">Knows whether there is a mail server.</param>
public sealed class AlertDestinationReader(SecretProtector secrets, WebhookPolicy policy, AlertMail mail)
{
    private const int MaximumEach = 10;
    private const int MaximumAddress = 254;
    private const int MaximumChannel = 80;
    private const int MaximumSecret = 256;

    /// <summary>Reads them.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="body">What is asked for.</param>
    /// <param name="present">Who is told now.</param>
    /// <exception cref="ApiException">400: something of it is wrong.</exception>
    public AlertDestinations Read(string appId, AlertDestinationsBody body, AlertDestinations present)
    {
        if (body.Emails.Count > MaximumEach || body.SlackWebhooks.Count > MaximumEach || body.Webhooks?.Count > MaximumEach)
        {
            throw ApiException.BadRequest($"an alert has at most {MaximumEach} destinations of each kind");
        }

        if (body.Emails.Count > 0 && !mail.IsConfigured)
        {
            throw ApiException.BadRequest("the platform has no mail server: its operator must configure Pipelines:Alerts:Smtp first");
        }

        var context = AlertSecrets.ContextOf(appId);
        return new AlertDestinations
        {
            Emails = [.. body.Emails.Select(Email).Distinct(StringComparer.OrdinalIgnoreCase)],
            SlackWebhooks = [.. body.SlackWebhooks.Select(each => new SlackDestination(Url(each?.Url, "slack_webhooks", context), Channel(each?.Channel)))],
            Webhooks = body.Webhooks is null ? present.Webhooks : [.. body.Webhooks.Select(each => new WebhookDestination(Url(each?.Url, "webhooks", context), Secret(each?.Secret, context)))],
        };
    }

    private static string Email(string? text) => text is { Length: > 0 and <= MaximumAddress } && !text.Any(char.IsControl) && MailAddress.TryCreate(text, out var address) && address.Address == text
        ? text
        : throw ApiException.BadRequest("\"emails\" must be addresses such as jane@example.com");

    private static string? Channel(string? text) => string.IsNullOrEmpty(text) ? null
        : text.Length <= MaximumChannel && !text.Any(char.IsControl) ? text
        : throw ApiException.BadRequest($"\"channel\" has at most {MaximumChannel} characters");

    // What was shown encrypted comes back as it was.
    private string Url(string? text, string member, string context)
    {
        if (text is { Length: > 0 } && SecretProtector.IsProtected(text))
        {
            return secrets.TryUnprotect(text, context, out _) ? text : throw ApiException.BadRequest($"\"{member}.url\" is encrypted for something else: give the address itself");
        }

        return policy.FindProblem(text ?? "") is { } problem ? throw ApiException.BadRequest($"\"{member}.url\" {problem}") : secrets.Protect(text!, context);
    }

    private string? Secret(string? text, string context)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (SecretProtector.IsProtected(text))
        {
            return secrets.TryUnprotect(text, context, out _) ? text : throw ApiException.BadRequest("\"webhooks.secret\" is encrypted for something else: give the secret itself");
        }

        return text.Length <= MaximumSecret ? secrets.Protect(text, context) : throw ApiException.BadRequest($"\"webhooks.secret\" has at most {MaximumSecret} characters");
    }
}
