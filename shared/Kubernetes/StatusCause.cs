namespace Pipelines.Kubernetes;

/// <summary>One cause of a refusal (Kubernetes API, Status.details.causes).</summary>
/// <param name="Reason">The machine-readable reason, as <c>FieldManagerConflict</c> or <c>FieldValueInvalid</c>.</param>
/// <param name="Field">The field's path; empty when it is not about one.</param>
/// <param name="Message">The server's words.</param>
public sealed record StatusCause(string Reason, string Field, string Message);
