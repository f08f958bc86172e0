namespace Pipelines.Node.Runtimes;

/// <summary>Processor time used up to a moment.</summary>
internal sealed record ProcessorSample(DateTimeOffset At, TimeSpan Used);
