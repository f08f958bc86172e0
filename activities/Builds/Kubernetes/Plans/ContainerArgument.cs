namespace Pipelines.Activities.Builds.Kubernetes.Plans;

/// <summary>Arguments of containers, in which Kubernetes replaces <c>$(NAME)</c> by variables.</summary>
internal static class ContainerArgument
{
    /// <summary>The argument that arrives as this very text.</summary>
    public static string Literal(string text) => text.Replace("$(", "$$(", StringComparison.Ordinal);

    /// <summary>The argument, or part of one, that arrives as a variable's value: the Job does not hold it.</summary>
    public static string Variable(string name) => $"$({name})";
}
