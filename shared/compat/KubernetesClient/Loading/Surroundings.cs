namespace k8s.Loading;

/// <summary>What a process finds around it.</summary>
/// <param name="Variable">Reads an environment variable; null when it is not set.</param>
/// <param name="ServiceAccountDirectory">Where a pod's service account is mounted.</param>
internal sealed record Surroundings(Func<string, string?> Variable, string ServiceAccountDirectory)
{
    /// <summary>Gets the surroundings of this process.</summary>
    public static Surroundings Process { get; } = new(Environment.GetEnvironmentVariable, "/var/run/secrets/kubernetes.io/serviceaccount");

    /// <summary>The path of a file of the service account.</summary>
    public string ServiceAccountFile(string name) => Path.Combine(ServiceAccountDirectory, name);
}
