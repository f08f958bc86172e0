using Pipelines.Activities.Builds.Kubernetes.Manifests;

namespace Pipelines.Activities.Builds.Kubernetes.Plans;

/// <summary>The first step: loads the snapshot and unpacks it.</summary>
internal static class SourceStep
{
    /// <summary>The step's name.</summary>
    public const string Name = "source";

    /// <summary>The volume with the repository's files.</summary>
    public const string Volume = "source";

    /// <summary>Where the volume is seen as a whole.</summary>
    public const string Directory = "/source";

    private const string Scratch = "tmp-source";

    // The address is a secret: it goes in a file, as arguments are seen by all processes.
    private const string Script = """
        set -eu
        printf 'url = "%s"\n' "$SOURCE_URL" > /tmp/request
        curl --config /tmp/request --fail --silent --show-error --retry 5 --retry-connrefused --connect-timeout 15 --max-time 900 --output /tmp/source.tar
        tar -x -f /tmp/source.tar -C /source
        rm /tmp/source.tar /tmp/request
        """;

    /// <summary>The volumes it needs.</summary>
    public static IReadOnlyList<BuildVolume> Volumes => [new(Volume), new(Scratch)];

    /// <summary>Makes the step.</summary>
    public static BuildStep Of(KubernetesBuildOptions options, string accessSecret) => new()
    {
        Name = Name,
        Image = options.SourceImage,
        Command = ["/bin/sh", "-c"],
        Arguments = [Script.ReplaceLineEndings("\n")],
        Secrets = [new("SOURCE_URL", accessSecret, BuildSecretRenderer.SourceUrl)],
        Mounts = [new(Volume, Directory), new(Scratch, "/tmp")],
    };
}
