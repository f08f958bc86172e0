using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;
using Microsoft.Azure.Functions.Worker.Tests.Samples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Tests;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_runs_in_the_order_it_was_added_around_the_function()
    {
        await using var host = await TestHost.StartAsync(configure: builder =>
        {
            builder.UseMiddleware<Outer>();
            builder.UseMiddleware(async (context, next) =>
            {
                Steps(context).Enqueue("inner in");
                await next();
                Steps(context).Enqueue("inner out");
            });
            builder.UseWhen<Never>(context => context.FunctionDefinition.Name == "DefaultRoute");
        });

        (await host.Client.GetStringAsync("api/results/scope")).ShouldNotBeEmpty();

        host.Services.GetRequiredService<Probe>().Steps.ShouldBe(["outer in", "inner in", "disposed", "inner out", "outer out"]);
    }

    [Fact]
    public async Task Middleware_can_answer_in_place_of_the_function()
    {
        await using var host = await TestHost.StartAsync(configure: builder =>
        {
            builder.UseWhen<Never>(context => context.FunctionDefinition.Name == "Scope");
            builder.UseMiddleware((context, next) =>
            {
                if (context.GetHttpContext()!.Request.Query.ContainsKey("teapot"))
                {
                    context.GetInvocationResult().Value = new StatusCodeResult(418);
                    return Task.CompletedTask;
                }

                return next();
            });
        });

        var refused = await host.Client.GetAsync("api/results/scope");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.Content.ReadAsStringAsync()).ShouldBe("no");
        ((int)(await host.Client.GetAsync("api/results/text?teapot")).StatusCode).ShouldBe(418);
        (await host.Client.GetAsync("api/results/text")).StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Services.GetRequiredService<Probe>().Steps.ShouldBeEmpty();
    }

    [Fact]
    public async Task Middleware_can_replace_what_the_function_returned()
    {
        await using var host = await TestHost.StartAsync(configure: builder => builder.UseMiddleware(async (context, next) =>
        {
            await next();
            var result = context.GetInvocationResult<string>();
            result.Value = result.Value!.ToUpperInvariant();
        }));

        (await host.Client.GetStringAsync("api/items/abc")).ShouldBe("NAME ABC");
    }

    [Fact]
    public async Task Middleware_sees_exceptions_and_what_the_function_is()
    {
        FunctionContext? seen = null;
        await using var host = await TestHost.StartAsync(configure: builder => builder.UseMiddleware(async (context, next) =>
        {
            seen = context;
            context.Items["shared"] = 1;
            try
            {
                await next();
            }
            catch (InvalidOperationException)
            {
                context.GetHttpContext()!.Response.StatusCode = StatusCodes.Status409Conflict;
            }
        }));

        (await host.Client.GetAsync("api/results/throws")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        seen!.FunctionDefinition.EntryPoint.ShouldBe(typeof(ResultFunctions).FullName + ".ThrowsAsync");
        seen.FunctionDefinition.Id.ShouldBe(seen.FunctionId);
        seen.FunctionDefinition.Parameters.ShouldHaveSingleItem().Properties["bindingAttribute"].ShouldBeOfType<HttpTriggerAttribute>();
        seen.FunctionDefinition.InputBindings["request"].Type.ShouldBe("httpTrigger");
        Guid.TryParse(seen.InvocationId, out _).ShouldBeTrue();

        (await host.Client.GetAsync("api/items/bound?more=1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        seen.BindingContext.BindingData["name"].ShouldBe("bound");
        seen.BindingContext.BindingData["more"].ShouldBe("1");
    }

    private static System.Collections.Concurrent.ConcurrentQueue<string> Steps(FunctionContext context) =>
        context.InstanceServices.GetRequiredService<Probe>().Steps;

    private sealed class Outer(Probe probe) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            probe.Steps.Enqueue("outer in");
            await next(context);
            probe.Steps.Enqueue("outer out");
        }
    }

    private sealed class Never : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            var response = context.GetHttpContext()!.Response;
            response.StatusCode = StatusCodes.Status403Forbidden;
            await response.WriteAsync("no");
        }
    }
}
