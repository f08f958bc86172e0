using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pipelines.Functions.Embedded;

/// <summary>Awaits what a method returns and reads its value, whatever kind of task it is.</summary>
internal sealed class ReturnReader
{
    private readonly Func<object?, ValueTask<object?>> read;

    private ReturnReader(Func<object?, ValueTask<object?>> read, bool returnsValue)
    {
        this.read = read;
        ReturnsValue = returnsValue;
    }

    /// <summary>Whether the method returns a value at all.</summary>
    public bool ReturnsValue { get; }

    /// <summary>The reader of what <paramref name="method"/> returns.</summary>
    /// <exception cref="InvalidOperationException">The method is <c>async void</c>: nobody could tell when it ends.</exception>
    public static ReturnReader For(MethodInfo method)
    {
        var type = method.ReturnType;
        if (type == typeof(void))
        {
            return method.IsDefined(typeof(AsyncStateMachineAttribute))
                ? throw new InvalidOperationException($"{method.ReflectedType}.{method.Name} is async void; let it return a Task.")
                : new ReturnReader(static _ => default, returnsValue: false);
        }

        if (type == typeof(Task))
        {
            return new ReturnReader(static task => AwaitAsync(new ValueTask((Task)task!)), returnsValue: false);
        }

        if (type == typeof(ValueTask))
        {
            return new ReturnReader(static task => AwaitAsync((ValueTask)task!), returnsValue: false);
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (definition == typeof(Task<>) || definition == typeof(ValueTask<>))
        {
            var name = definition == typeof(Task<>) ? nameof(AwaitTaskAsync) : nameof(AwaitValueTaskAsync);
            var generic = typeof(ReturnReader).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type.GetGenericArguments());
            return new ReturnReader(generic.CreateDelegate<Func<object?, ValueTask<object?>>>(), returnsValue: true);
        }

        return new ReturnReader(static value => ValueTask.FromResult(value), returnsValue: true);
    }

    public ValueTask<object?> ReadAsync(object? returned) => read(returned);

    private static async ValueTask<object?> AwaitAsync(ValueTask task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> AwaitTaskAsync<T>(object? task) => await (Task<T>)task!;

    private static async ValueTask<object?> AwaitValueTaskAsync<T>(object? task) => await (ValueTask<T>)task!;
}
