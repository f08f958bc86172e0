using k8s.Exceptions;

namespace k8s.Loading;

/// <summary>Files that fields of a kubeconfig name.</summary>
internal static class ReferredFile
{
    /// <summary>Reads one.</summary>
    /// <returns>Its text, and what to call it in messages.</returns>
    /// <exception cref="KubeConfigException">It cannot be read.</exception>
    public static (string Text, string Field) Read(KubeConfigOrigin origin, string field, string path)
    {
        var file = origin.Resolve(path);
        try
        {
            return (BoundedFile.ReadText(file), $"{origin.Field(field)} ({file})");
        }
        catch (KubeConfigException exception)
        {
            throw new KubeConfigException($"{origin.Field(field)}: {exception.Message}", exception);
        }
    }
}
