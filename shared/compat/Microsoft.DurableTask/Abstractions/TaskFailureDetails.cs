using System.Reflection;

namespace Microsoft.DurableTask;

/// <summary>A failure as it is stored.</summary>
/// <param name="ErrorType">The exception's full type name.</param>
/// <param name="ErrorMessage">The exception's message.</param>
/// <param name="StackTrace">The exception's stack trace, if known.</param>
/// <param name="InnerFailure">The failure behind this one, if any.</param>
/// <param name="Properties">Further properties of the exception, if any.</param>
public record TaskFailureDetails(
    string ErrorType, string ErrorMessage, string? StackTrace, TaskFailureDetails? InnerFailure, IDictionary<string, object?>? Properties)
{
    /// <summary>Gives the error's type and message.</summary>
    /// <returns>Both in one line.</returns>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    /// <summary>Says whether the exception was of a type or derived from it.</summary>
    /// <typeparam name="T">The type of exception.</typeparam>
    /// <returns>True if it was.</returns>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <summary>Says whether the exception was of a type or derived from it.</summary>
    /// <param name="targetBaseExceptionType">The type of exception.</param>
    /// <returns>True if it was; false too when the exception's type is unknown here.</returns>
    /// <exception cref="ArgumentException">The type is not an exception's.</exception>
    /// <exception cref="AmbiguousMatchException">Several loaded types bear the exception's name.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
        {
            throw new ArgumentException($"The type {targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));
        }

        return !string.IsNullOrEmpty(ErrorType) && targetBaseExceptionType.IsAssignableFrom(FindType(targetBaseExceptionType));
    }

    /// <summary>Describes an exception and those behind it.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>Its description.</returns>
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new TaskFailureDetails(
            exception.GetType().ToString(),
            exception.Message,
            exception.StackTrace,
            InnerOf(exception),
            null);
    }

    private static TaskFailureDetails? InnerOf(Exception exception) => exception switch
    {
        { InnerException: { } inner } => FromException(inner),
        TaskFailedException { FailureDetails: var details } => details,
        _ => null,
    };

    private Type? FindType(Type target) =>
        Type.GetType(ErrorType, throwOnError: false)
        ?? target.Assembly.GetType(ErrorType, throwOnError: false)
        ?? FindLoadedType();

    private Type? FindLoadedType()
    {
        var matches = AppDomain.CurrentDomain.GetAssemblies()
            .Select(assembly => assembly.GetType(ErrorType, throwOnError: false))
            .OfType<Type>()
            .Take(2)
            .ToList();
        return matches.Count <= 1
            ? matches.FirstOrDefault()
            : throw new AmbiguousMatchException($"Multiple exception types with the name '{ErrorType}' were found.");
    }
}
