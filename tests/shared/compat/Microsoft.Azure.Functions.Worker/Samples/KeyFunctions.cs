using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Tests.Samples;

public sealed class KeyFunctions
{
    [Function("LevelAnonymous")]
    public string Anonymous([HttpTrigger(AuthorizationLevel.Anonymous, Route = "keys/anonymous")] HttpRequest request) => "in";

    [Function("LevelFunction")]
    public string Function([HttpTrigger(Route = "keys/function")] HttpRequest request) => "in";

    [Function("LevelSystem")]
    public string System([HttpTrigger(AuthorizationLevel.System, Route = "keys/system")] HttpRequest request) => "in";

    [Function("LevelAdmin")]
    public string Admin([HttpTrigger(AuthorizationLevel.Admin, Route = "keys/admin")] HttpRequest request) => "in";
}
