using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Pipelines.Functions.Embedded;

/// <summary>Decides, once per parameter, where its values come from.</summary>
internal static class ParameterBinders
{
    /// <summary>Where the values of <paramref name="parameter"/> come from.</summary>
    /// <exception cref="InvalidOperationException">Nothing can give the parameter a value.</exception>
    public static ParameterBinder For(ParameterInfo parameter, TriggerBindingAttribute trigger, string function) =>
        parameter.GetCustomAttribute<BindingAttribute>() switch
        {
            HttpTriggerAttribute => HttpTrigger(parameter),
            TimerTriggerAttribute when parameter.ParameterType == typeof(TimerInfo) =>
                static context => Of(context.Features.Get<TimerInfo>()),
            DurableClientAttribute durable when parameter.ParameterType == typeof(DurableTaskClient) =>
                DurableClient(parameter, durable, function),
            null => Unmarked(parameter, trigger, function),
            var other => throw Refusal(parameter, function, $"[{other.GetType().Name}] cannot bind a {parameter.ParameterType}"),
        };

    private static ParameterBinder HttpTrigger(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type == typeof(HttpRequest))
        {
            return static context => Of(context.GetHttpContext()!.Request);
        }

        if (type == typeof(HttpRequestData))
        {
            return static async context => await context.GetHttpRequestDataAsync();
        }

        return context => JsonBody.ReadAsync(context.GetHttpContext()!, type, context.CancellationToken);
    }

    private static ParameterBinder DurableClient(ParameterInfo parameter, DurableClientAttribute durable, string function) =>
        durable is { TaskHub: null, ConnectionName: null }
            ? static context => Of(context.InstanceServices.GetRequiredService<DurableTaskClient>())
            : throw Refusal(parameter, function, "this host has one task hub and no connections to choose from");

    private static ParameterBinder Unmarked(ParameterInfo parameter, TriggerBindingAttribute trigger, string function)
    {
        var type = parameter.ParameterType;
        if (type == typeof(FunctionContext))
        {
            return Of;
        }

        if (type == typeof(CancellationToken))
        {
            return static context => Of(context.CancellationToken);
        }

        if (trigger is HttpTriggerAttribute http && ValueParsers.For(type) is { } parse)
        {
            return RequestValue(parameter, http, parse);
        }

        return parameter.HasDefaultValue
            ? _ => Of(parameter.DefaultValue)
            : throw Refusal(parameter, function, $"nothing gives a {type}");
    }

    private static ParameterBinder RequestValue(ParameterInfo parameter, HttpTriggerAttribute trigger, ValueParser parse)
    {
        var name = parameter.Name!;
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var optional = parameter.HasDefaultValue || IsNullable(parameter)
            || (!parameter.ParameterType.IsValueType && IsInRoute(name, trigger));
        var absent = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return context =>
        {
            if (!context.BindingContext.BindingData.TryGetValue(name, out var given) || given is not string text)
            {
                return optional ? Of(absent) : throw new BindingException($"'{name}' is missing; it must be a {type.Name}.");
            }

            return parse(text, out var value)
                ? Of(value)
                : throw new BindingException($"The value of '{name}' is not a {type.Name}.");
        };
    }

    // What a route leaves open ({page?}, {*rest}) is null when it is absent, as in the official worker.
    private static bool IsInRoute(string name, HttpTriggerAttribute trigger) =>
        trigger.Route is { } route && RoutePatternFactory.Parse(route).GetParameter(name) is not null;

    private static bool IsNullable(ParameterInfo parameter) =>
        parameter.ParameterType.IsValueType
            ? Nullable.GetUnderlyingType(parameter.ParameterType) is not null
            : new NullabilityInfoContext().Create(parameter).WriteState is not NullabilityState.NotNull;

    private static InvalidOperationException Refusal(ParameterInfo parameter, string function, string reason) =>
        new($"Function '{function}': parameter '{parameter.Name}' of {parameter.Member.ReflectedType}.{parameter.Member.Name} cannot be bound: {reason}.");

    private static ValueTask<object?> Of(object? value) => ValueTask.FromResult(value);
}
