using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Traffic;

/// <summary>Apps on this machine.</summary>
public sealed class LocalTrafficTests(SharedPlatform shared) : NoDroppedRequestTests(shared);
