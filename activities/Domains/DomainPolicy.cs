namespace Pipelines.Activities.Domains;

/// <summary>How what does not go well is repeated: see <see cref="DomainOptions"/>.</summary>
/// <param name="Patience">How long a domain may wait for its records before that is called an error.</param>
/// <param name="FirstPause">The time before the first repetition.</param>
/// <param name="LongestPause">The longest time before one.</param>
/// <param name="OrderPause">The time between two looks at an order.</param>
public sealed record DomainPolicy(TimeSpan Patience, TimeSpan FirstPause, TimeSpan LongestPause, TimeSpan OrderPause);
