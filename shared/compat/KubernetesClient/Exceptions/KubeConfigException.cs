namespace k8s.Exceptions;

/// <summary>A kubeconfig file, or what it refers to, cannot be used. Messages name file and field, never a secret.</summary>
public class KubeConfigException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="KubeConfigException"/> class.</summary>
    public KubeConfigException()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="KubeConfigException"/> class.</summary>
    /// <param name="message">What is wrong, where.</param>
    public KubeConfigException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="KubeConfigException"/> class.</summary>
    /// <param name="message">What is wrong, where.</param>
    /// <param name="inner">The cause.</param>
    public KubeConfigException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
