using System.Globalization;
using System.Net;
using System.Net.Mail;
using Microsoft.Extensions.Options;
using Pipelines.Deployments;
using Pipelines.Deployments.Alerts;

namespace Pipelines.Activities.Alerts;

/// <summary>Mails messages by the configured server.</summary>
/// <param name="options">The configuration.</param>
public sealed class AlertMail(IOptions<AlertOptions> options)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    /// <summary>Gets a value indicating whether there is a server.</summary>
    public bool IsConfigured => options.Value.Smtp.Host.Length > 0;

    /// <summary>Mails a message.</summary>
    /// <returns>Why it will never be delivered; null when the server has it.</returns>
    /// <exception cref="AlertUndeliveredException">It could not be delivered now.</exception>
    public async Task<string?> SendAsync(string address, App app, Alert alert, AlertMessage message)
    {
        var smtp = options.Value.Smtp;
        if (smtp.Host.Length == 0)
        {
            return "the platform has no mail server";
        }

        using var mail = new MailMessage(smtp.From, address)
        {
            Subject = SubjectOf(app, alert, message.Change),
            Body = $"{message.Change.Message}\r\n\r\nApp: {app.Spec.Name} ({app.Id})\r\nTime: {message.Change.At.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}\r\n",
        };
        mail.Headers["Message-ID"] = $"<{message.Id}@pipelines>";
        mail.Headers["Auto-Submitted"] = "auto-generated";
        using var client = new SmtpClient(smtp.Host, smtp.Port) { EnableSsl = smtp.Tls };
        if (smtp.Username is { Length: > 0 })
        {
            client.Credentials = new NetworkCredential(smtp.Username, smtp.Password);
        }

        using var limit = new CancellationTokenSource(s_timeout);
        try
        {
            await client.SendMailAsync(mail, limit.Token);
            return null;
        }
        catch (SmtpException exception) when ((int)exception.StatusCode is >= 550 and <= 554)
        {
            return $"the mail server refused it with code {(int)exception.StatusCode}";
        }
        catch (Exception exception) when (exception is SmtpException or OperationCanceledException or IOException or InvalidOperationException)
        {
            throw new AlertUndeliveredException(exception is SmtpException { StatusCode: > SmtpStatusCode.SystemStatus and var code } ? $"the mail server answered with code {(int)code}" : "the mail server cannot be reached");
        }
    }

    /// <summary>A line that says what is new.</summary>
    internal static string SubjectOf(App app, Alert alert, AlertChange change)
    {
        var of = alert.Component is null ? app.Spec.Name : $"{app.Spec.Name}/{alert.Component}";
        var rule = System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(alert.Rule.ToString());
        return change.Kind switch
        {
            AlertChangeKind.Raised => $"[{of}] raised: {rule}",
            AlertChangeKind.Recovered => $"[{of}] recovered: {rule}",
            _ => $"[{of}] {rule}",
        };
    }
}
