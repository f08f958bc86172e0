using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Microsoft.Azure.Functions.Worker.Tests.Samples;

public sealed class DurableFunctions
{
    [Function("StartGreeting")]
    public async Task<HttpResponseData> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "greetings")] HttpRequestData request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        await client.ScheduleNewOrchestrationInstanceAsync(nameof(Greeting), "Ada", new StartOrchestrationOptions(id), ct);
        return await client.CreateCheckStatusResponseAsync(request, id, ct);
    }

    [Function("Addresses")]
    public HttpManagementPayload Addresses(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "addresses/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) => client.CreateHttpManagementPayload(id);

    [DurableTask]
    public sealed class Greeting : TaskOrchestrator<string, string>
    {
        public override async Task<string> RunAsync(TaskOrchestrationContext context, string input)
        {
            context.SetCustomStatus(new { waiting = true });
            var greeting = await context.WaitForExternalEvent<string>("greet");
            return greeting == "fail" ? throw new InvalidOperationException("no greeting") : await context.CallActivityAsync<string>(nameof(Greet), $"{greeting} {input}");
        }
    }

    [DurableTask]
    public sealed class Greet : TaskActivity<string, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, string input) => Task.FromResult(input + "!");
    }
}
