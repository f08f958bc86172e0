using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Microsoft.Azure.Functions.Worker.Tests.Samples;

public sealed class RouteFunctions
{
    [Function("DefaultRoute")]
    public string DefaultRoute([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => request.Method;

    [Function("Rest")]
    public Task<IActionResult> RestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "v2/apps/{id:guid}/x/{*rest}")] HttpRequest request,
        Guid id,
        string rest,
        FunctionContext context,
        CancellationToken ct) =>
        Task.FromResult<IActionResult>(new OkObjectResult($"{request.Method} {id} {rest} {context.FunctionDefinition.Name} {ct.CanBeCanceled}"));

    [Function("ItemByName")]
    public string ItemByName([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{name}")] HttpRequest request, string name) =>
        $"name {name}";

    [Function("ItemNew")]
    public string ItemNew([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/new")] HttpRequest request) => "literal";

    [Function("ItemByNumber")]
    public string ItemByNumber([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{number:int}")] HttpRequest request, int number) =>
        $"number {number + 1}";

    [Function("ItemPut")]
    public string ItemPut([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "items/{name}")] HttpRequest request, string name) =>
        $"put {name}";

    [Function("Optional")]
    public string Optional([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "optional/{page:int?}")] HttpRequest request, int page = 7) =>
        $"page {page}";

    [Function("Pattern")]
    public string Pattern([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pattern/{code:regex(^[a-f]+$)}")] HttpRequest request, string code) =>
        code;

    [Function("QueryValues")]
    public object QueryValues(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "values/{kind}")] HttpRequest request,
        string kind,
        int count,
        DayOfWeek? day,
        Guid? id,
        DateTimeOffset? at,
        string? text,
        bool flag = true) => new { kind, count, day = day?.ToString(), id, at, text, flag };

    [Function("Body")]
    public string Body([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "body")] Posted posted) => $"{posted.Name}={posted.Value}";

    public sealed record Posted(string Name, int Value);
}
