namespace Pipelines.Kubernetes.Requests;

/// <summary>An answer is larger than what is read.</summary>
internal sealed class AnswerTooLargeException(int maximum) : IOException($"The answer is larger than {maximum} bytes.");
