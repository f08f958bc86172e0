namespace Pipelines.Deployments.Events;

/// <summary>Something that happened to an app, for alerts and for people.</summary>
/// <param name="Id">A UUID of version 7, whose order is the order of time; the same event has the same id however often it is written.</param>
/// <param name="AppId">The app.</param>
/// <param name="Type">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Subject">What it is about: a domain's name.</param>
/// <param name="Message">What happened and what to do, for a person.</param>
public sealed record AppEvent(string Id, string AppId, AppEventType Type, DateTimeOffset At, string Subject, string Message);
