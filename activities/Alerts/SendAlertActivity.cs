using Microsoft.DurableTask;
using Pipelines.Deployments;
using Pipelines.Deployments.Alerts;
using Pipelines.Storage.Secrets;

namespace Pipelines.Activities.Alerts;

/// <summary>
/// Sends a message to its destination, under the message's id: who gets it twice, because the process died between the
/// sending and the record of it, can tell. Before what was to be told earlier of the same alert it does not go.
/// </summary>
/// <param name="apps">The apps.</param>
/// <param name="alerts">Knows the destinations.</param>
/// <param name="secrets">Opens their addresses.</param>
/// <param name="webhooks">Posts.</param>
/// <param name="mail">Mails.</param>
/// <param name="time">The clock.</param>
[DurableTask]
public sealed class SendAlertActivity(AppStore apps, AlertStore alerts, SecretProtector secrets, AlertWebhooks webhooks, AlertMail mail, TimeProvider time) : TaskActivity<AlertMessage, AlertDelivery>
{
    /// <inheritdoc/>
    /// <exception cref="AlertUndeliveredException">It could not be delivered now; later it may.</exception>
    public override async Task<AlertDelivery> RunAsync(TaskActivityContext context, AlertMessage input)
    {
        var app = await apps.GetAsync(input.AppId);
        var alert = app is null ? null : AlertCatalog.Of(app.Id, app.Spec).FirstOrDefault(each => each.Id == input.Change.AlertId);
        if (await IsEarlierUntoldAsync(input))
        {
            throw new AlertUndeliveredException("an earlier message is not delivered yet");
        }

        var to = (await alerts.GetDestinationsAsync(input.AppId)).GetValueOrDefault(input.Change.AlertId) ?? AlertDestinations.None;
        return new AlertDelivery(time.GetUtcNow(), app is null || alert is null ? null : await SendAsync(app, alert, to, input));
    }

    private async Task<bool> IsEarlierUntoldAsync(AlertMessage message) =>
        (await alerts.GetStatesAsync(message.AppId)).GetValueOrDefault(message.Change.AlertId)?.Untold.GetValueOrDefault(message.Destination) is { } untold
        && untold.Contains(message.Change.Key) && untold[0] != message.Change.Key;

    private async Task<string?> SendAsync(App app, Alert alert, AlertDestinations to, AlertMessage message)
    {
        if (to.Emails.FirstOrDefault(email => AlertDestinations.KeyOf(email) == message.Destination) is { } address)
        {
            return await mail.SendAsync(address, app, alert, message);
        }

        if (to.SlackWebhooks.FirstOrDefault(each => AlertDestinations.KeyOf(each) == message.Destination) is { } slack)
        {
            return await webhooks.SendToSlackAsync(Open(slack.Url), slack.Channel, app, alert, message);
        }

        // One that was taken away meanwhile is not told.
        return to.Webhooks.FirstOrDefault(each => AlertDestinations.KeyOf(each) == message.Destination) is { } webhook
            ? await webhooks.SendAsync(Open(webhook.Url), webhook.Secret is { } secret ? Open(secret) : null, app, alert, message)
            : null;

        string Open(string value) => secrets.Unprotect(value, AlertSecrets.ContextOf(app.Id));
    }
}
