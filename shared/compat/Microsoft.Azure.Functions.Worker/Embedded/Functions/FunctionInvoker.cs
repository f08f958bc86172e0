using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Pipelines.Functions.Embedded;

/// <summary>Runs a function's method: binds its parameters, makes its class, awaits it and keeps what it returned.</summary>
internal sealed class FunctionInvoker
{
    private readonly ParameterBinder[] binders;
    private readonly MethodInvoker method;
    private readonly Lazy<ObjectFactory>? factory;
    private readonly ReturnReader reader;

    public FunctionInvoker(MethodInfo method, ParameterBinder[] binders)
    {
        this.binders = binders;
        this.method = MethodInvoker.Create(method);
        factory = method.IsStatic ? null : new(() => ActivatorUtilities.CreateFactory(method.ReflectedType!, []));
        reader = ReturnReader.For(method);
    }

    public async Task InvokeAsync(FunctionContext context)
    {
        var arguments = new object?[binders.Length];
        for (var i = 0; i < binders.Length; i++)
        {
            arguments[i] = await binders[i](context);
        }

        var instance = factory?.Value(context.InstanceServices, null);
        try
        {
            var value = await reader.ReadAsync(Call(instance, arguments));
            if (reader.ReturnsValue)
            {
                context.GetInvocationResult().Value = value;
            }
        }
        finally
        {
            await DisposeAsync(instance);
        }
    }

    private static async ValueTask DisposeAsync(object? instance)
    {
        switch (instance)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }

    private object? Call(object? instance, object?[] arguments)
    {
        try
        {
            return method.Invoke(instance, arguments.AsSpan());
        }
        catch (TargetInvocationException exception) when (exception.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException);
            throw;
        }
    }
}
