using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Deployments;
using Pipelines.Deployments.Alerts;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Alerts;

/// <summary>Shows the alerts of an app, and says who is told of them (Apps API, <c>/v2/apps/{id}/alerts</c>).</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="alerts">How alerts are.</param>
/// <param name="reader">Reads destinations.</param>
public sealed class AlertsFunctions(AppAccess access, AlertStore alerts, AlertDestinationReader reader)
{
    private const string UndeliveredCode = "AlertUndelivered";

    /// <summary>Lists the alerts of an app.</summary>
    [Function("ListAlerts")]
    [Operation("Lists the alerts of an app", Tag = "Alerts", Answer = typeof(AlertWire), Member = "alerts", IsList = true)]
    public async Task<IActionResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/alerts")] HttpRequest request, string id, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var states = await alerts.GetStatesAsync(app.Id, cancellation);
        var destinations = await alerts.GetDestinationsAsync(app.Id, cancellation);
        return new ApiResult(new
        {
            Alerts = AlertCatalog.Of(app.Id, app.Spec).Select(alert => Show(alert, states.GetValueOrDefault(alert.Id), destinations.GetValueOrDefault(alert.Id))),
        });
    }

    /// <summary>Says who is told of an alert.</summary>
    [Function("UpdateAlertDestinations")]
    [Operation("Says who is told of an alert", Tag = "Alerts", Body = typeof(AlertDestinationsBody), Answer = typeof(AlertWire), Member = "alert")]
    public async Task<IActionResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps/{id}/alerts/{alertId}/destinations")] HttpRequest request, string id, string alertId, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        if (app.Deleting)
        {
            throw ApiException.Conflict("the app is being deleted");
        }

        var all = AlertCatalog.Of(app.Id, app.Spec);
        var alert = all.FirstOrDefault(each => each.Id == alertId) ?? throw ApiException.NotFound("The resource you were accessing could not be found.");
        var body = await ApiBody.ReadAsync<AlertDestinationsBody>(request);
        var present = (await alerts.GetDestinationsAsync(app.Id, cancellation)).GetValueOrDefault(alertId) ?? AlertDestinations.None;
        var changed = reader.Read(app.Id, body, present);
        await alerts.PutDestinationsAsync(app.Id, alertId, changed, [.. all.Select(each => each.Id)], cancellation);
        return new ApiResult(new { Alert = Show(alert, (await alerts.GetStatesAsync(app.Id, cancellation)).GetValueOrDefault(alertId), changed) });
    }

    private static AlertWire Show(Alert alert, AlertState? state, AlertDestinations? destinations)
    {
        destinations ??= AlertDestinations.None;
        var keys = destinations.Keys;
        var undelivered = state?.Deliveries.Where(each => keys.Contains(each.Key) && each.Value.Problem is not null).Select(each => each.Value).MaxBy(each => each.At);
        var isWaiting = state is not null && alert is { IsMeasured: true, Spec.Disabled: false } && !state.IsMeasured;
        return new AlertWire
        {
            Id = alert.Id,
            ComponentName = alert.Component,
            Spec = alert.Spec,
            Emails = destinations.Emails,
            SlackWebhooks = [.. destinations.SlackWebhooks.Select(each => new SlackWebhookWire(each.Url, each.Channel))],
            Webhooks = [.. destinations.Webhooks.Select(each => new WebhookWire(each.Url, each.Secret))],
            Phase = state is null ? "PENDING" : undelivered is not null ? "ERROR" : isWaiting ? "CONFIGURING" : "ACTIVE",
            Progress = new AlertProgressWire(
            [
                new AlertStepWire("configure", state is null ? StepStatus.Pending : StepStatus.Success, state?.SeenAt, state?.SeenAt),
                new AlertStepWire("measure", state is null ? StepStatus.Pending : isWaiting ? StepStatus.Running : StepStatus.Success, state?.SeenAt),
                new AlertStepWire(
                    "notify",
                    undelivered is not null ? StepStatus.Error : state is null ? StepStatus.Pending : StepStatus.Success,
                    EndedAt: undelivered?.At,
                    Reason: undelivered is null ? null : new StepReason(UndeliveredCode, undelivered.Problem!)),
            ]),
            Raised = state?.IsRaised ?? false,
            ChangedAt = state?.ChangedAt,
            Message = state?.Message,
        };
    }
}
