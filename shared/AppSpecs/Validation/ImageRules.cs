namespace Pipelines.AppSpecs;

/// <summary>Rules about ready-made images.</summary>
internal static class ImageRules
{
    public static void Check(SpecCheck check, string path, ImageSource image)
    {
        CheckRegistry(check, path, image);
        if (check.Require(path, "repository", image.Repository))
        {
            check.Match(path, "repository", image.Repository, SpecPatterns.ImageRepository, "a repository's name: lower-case letters, digits, separators and slashes", 255);
        }

        check.Match(path, "tag", image.Tag, SpecPatterns.ImageTag, "up to 128 letters, digits, underscores, dots and hyphens", 128);
        check.Match(path, "digest", image.Digest, SpecPatterns.ImageDigest, "\"sha256:\" and 64 lower-case hexadecimal digits", 71);
        check.ReportWhen(image.Tag is not null && image.Digest is not null, SpecPath.Field(path, "digest"), "only one of tag and digest can be set", image.Digest);
        CheckCredentials(check, path, image.RegistryCredentials);
        CheckDeployOnPush(check, path, image);
    }

    private static void CheckRegistry(SpecCheck check, string path, ImageSource image)
    {
        check.Match(path, "registry", string.IsNullOrEmpty(image.Registry) ? null : image.Registry, SpecPatterns.ImageRegistry, "letters, digits, dots, hyphens and underscores", 255);
        switch (image.RegistryType)
        {
            case null:
                check.Report(SpecPath.Field(path, "registry_type"), "registry_type is required, one of DOCR, DOCKER_HUB, GHCR");
                break;
            case RegistryType.Docr:
                check.ReportWhen(!string.IsNullOrEmpty(image.Registry), SpecPath.Field(path, "registry"), "registry must be empty for the registry type DOCR", image.Registry);
                break;
            case RegistryType.DockerHub:
                check.Require(path, "registry", image.Registry, "for the registry type DOCKER_HUB");
                break;
            case RegistryType.Ghcr when image.Repository?.Contains('/', StringComparison.Ordinal) != true:
                check.Require(path, "registry", image.Registry, "for the registry type GHCR");
                break;
        }
    }

    private static void CheckCredentials(SpecCheck check, string path, string? credentials)
    {
        if (string.IsNullOrEmpty(credentials))
        {
            return;
        }

        var isPair = credentials.IndexOf(':', StringComparison.Ordinal) is var colon && colon > 0 && colon < credentials.Length - 1;
        var isEncrypted = credentials.StartsWith("EV[", StringComparison.Ordinal);
        check.ReportWhen(
            isEncrypted ? !SpecPatterns.EncryptedValue.IsMatch(credentials) : !isPair,
            SpecPath.Field(path, "registry_credentials"),
            "registry_credentials must have the form user:token, or the encrypted form that was returned",
            SecretValues.Redacted);
    }

    private static void CheckDeployOnPush(SpecCheck check, string path, ImageSource image)
    {
        if (image.DeployOnPush is not { Enabled: true })
        {
            return;
        }

        var field = SpecPath.Field(path, "deploy_on_push.enabled");
        check.ReportWhen(image.RegistryType is RegistryType.DockerHub or RegistryType.Ghcr, field, "deploy_on_push is for the registry type DOCR only", "true");
        check.ReportWhen(image.Digest is not null, field, "deploy_on_push cannot be enabled together with a digest", "true");
    }
}
