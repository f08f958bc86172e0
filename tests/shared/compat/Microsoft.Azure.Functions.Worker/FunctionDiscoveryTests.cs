using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Pipelines.Functions.Embedded;

namespace Microsoft.Azure.Functions.Worker.Tests;

public sealed class FunctionDiscoveryTests
{
    [Theory]
    [InlineData(typeof(NoTrigger), "Function 'Lost': ")]
    [InlineData(typeof(TwoTriggers), "has 2 parameters with a trigger")]
    [InlineData(typeof(AsyncVoid), "is async void; let it return a Task")]
    [InlineData(typeof(Unbindable), "parameter 'what' of")]
    [InlineData(typeof(WrongTimer), "[TimerTriggerAttribute] cannot bind a System.String")]
    [InlineData(typeof(NamedHub), "this host has one task hub")]
    [InlineData(typeof(Twice), "Function 'same' is declared twice")]
    [InlineData(typeof(BadName), "Function '../x': a name begins with a letter")]
    public void A_function_that_cannot_be_served_is_named(Type type, string message) =>
        Should.Throw<InvalidOperationException>(() => FunctionDiscovery.FromTypes([type])).Message.ShouldContain(message);

    [Fact]
    public void Inherited_and_static_functions_are_found() =>
        FunctionDiscovery.FromTypes([typeof(Base), typeof(Derived), typeof(Still)]).Select(function => function.EntryPoint)
            .ShouldBe([typeof(Derived).FullName + ".Inherited", typeof(Still).FullName + ".Run"]);

    // Private nested classes are no part of an app: the discovery finds them only when it is given them.
    private sealed class NoTrigger
    {
        [Function("Lost")]
        public void Run(HttpRequest request) => request.ToString();
    }

    private sealed class TwoTriggers
    {
        [Function("Two")]
        public void Run([HttpTrigger] HttpRequest request, [TimerTrigger("0 * * * * *")] TimerInfo timer) => request.ToString();
    }

    private sealed class AsyncVoid
    {
        [Function("Void")]
#pragma warning disable VSTHRD100, MA0155 // exactly this is refused
        public async void Run([HttpTrigger] HttpRequest request) => await request.Body.DisposeAsync();
#pragma warning restore VSTHRD100, MA0155
    }

    private sealed class Unbindable
    {
        [Function("Unbindable")]
        public void Run([HttpTrigger] HttpRequest request, Uri[] what) => what.ToString();
    }

    private sealed class WrongTimer
    {
        [Function("WrongTimer")]
        public void Run([TimerTrigger("0 * * * * *")] string timer) => timer.ToString();
    }

    private sealed class NamedHub
    {
        [Function("NamedHub")]
        public void Run([HttpTrigger] HttpRequest request, [DurableClient(TaskHub = "other")] DurableTaskClient client) => client.ToString();
    }

    private sealed class Twice
    {
        [Function("Same")]
        public void One([HttpTrigger] HttpRequest request) => request.ToString();

        [Function("same")]
        public void Two([HttpTrigger] HttpRequest request) => request.ToString();
    }

    private sealed class BadName
    {
        [Function("../x")]
        public void Run([HttpTrigger] HttpRequest request) => request.ToString();
    }

    private abstract class Base
    {
        [Function("Inherited")]
        public void Inherited([HttpTrigger] HttpRequest request) => request.ToString();
    }

    private sealed class Derived : Base;

    private static class Still
    {
        [Function("Still")]
        public static void Run([HttpTrigger] HttpRequest request) => request.ToString();
    }
}
