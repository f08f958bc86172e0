namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the host and middleware attach to an invocation, by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Attaches <paramref name="instance"/> as <typeparamref name="T"/>, in place of an earlier one.</summary>
    /// <typeparam name="T">The feature's type.</typeparam>
    /// <param name="instance">The feature.</param>
    void Set<T>(T instance);

    /// <summary>The feature <typeparamref name="T"/>; null when there is none.</summary>
    /// <typeparam name="T">The feature's type.</typeparam>
    T? Get<T>();
}
