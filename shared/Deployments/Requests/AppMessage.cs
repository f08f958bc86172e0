namespace Pipelines.Deployments.Requests;

/// <summary>Carries a request as the payload of an event: a property of the base type keeps the kind of request in the JSON.</summary>
/// <param name="Request">The request.</param>
public sealed record AppMessage(AppRequest Request)
{
    /// <summary>The name of the external event.</summary>
    public const string EventName = "Request";

    /// <summary>The workflow instance of an app.</summary>
    /// <param name="appId">The app's id.</param>
    public static string InstanceId(string appId) => "app-" + appId;
}
