using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Tests.Samples;

public sealed class SlowFunctions(Probe probe)
{
    [Function("UntilCancelled")]
    public async Task UntilCancelledAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "slow/cancel")] HttpRequest request, CancellationToken ct)
    {
        probe.Entered.SetResult();
        await probe.Release.Task.WaitAsync(ct);
    }

    [Function("UntilReleased")]
    public async Task<string> UntilReleasedAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "slow/release")] HttpRequest request)
    {
        probe.Entered.SetResult();
        await probe.Release.Task;
        probe.Steps.Enqueue("finished");
        return "released";
    }

    [Function("Upload")]
    public async Task<string> UploadAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "slow/upload")] HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return $"{(await reader.ReadToEndAsync()).Length}";
    }
}
