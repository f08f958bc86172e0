namespace Pipelines.Functions.Http;

/// <summary>How a request stands against the limits of its token.</summary>
/// <param name="Allowed">Whether it is answered.</param>
/// <param name="Limit">How many are answered within the window that binds: an hour, or a minute where that is used up.</param>
/// <param name="Remaining">How many more will be within it.</param>
/// <param name="Reset">When the window ends.</param>
public sealed record RateLimit(bool Allowed, int Limit, int Remaining, DateTimeOffset Reset);
