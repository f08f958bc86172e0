namespace Pipelines.AppSpecs;

/// <summary>Every secret of a spec in one place: to encrypt them at rest, to decrypt them for use, to hide them.</summary>
public static class AppSpecSecrets
{
    /// <summary>
    /// Replaces every secret that is there and not empty: values of SECRET variables, registry credentials, keys and
    /// passwords of log destinations and their headers, and the value of the ingress's secure header.
    /// </summary>
    /// <param name="spec">The spec.</param>
    /// <param name="replace">The replacement of a secret; called for encrypted ones (<see cref="SecretValues.IsEncrypted"/>) too.</param>
    /// <returns>The spec with its secrets replaced; the rest is unchanged.</returns>
    public static AppSpec Map(AppSpec spec, Func<string, string> replace)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(replace);
        return spec with
        {
            Envs = Map(spec.Envs, replace),
            Services = [.. spec.Services.Select(part => part with { Envs = Map(part.Envs, replace), Image = Map(part.Image, replace), LogDestinations = Map(part.LogDestinations, replace) })],
            StaticSites = [.. spec.StaticSites.Select(part => part with { Envs = Map(part.Envs, replace) })],
            Workers = [.. spec.Workers.Select(part => part with { Envs = Map(part.Envs, replace), Image = Map(part.Image, replace), LogDestinations = Map(part.LogDestinations, replace) })],
            Jobs = [.. spec.Jobs.Select(part => part with { Envs = Map(part.Envs, replace), Image = Map(part.Image, replace), LogDestinations = Map(part.LogDestinations, replace) })],
            Functions = [.. spec.Functions.Select(part => part with { Envs = Map(part.Envs, replace), LogDestinations = Map(part.LogDestinations, replace) })],
            Ingress = spec.Ingress is { SecureHeader: { } header } ingress
                ? ingress with { SecureHeader = header with { Value = Map(header.Value, replace) } }
                : spec.Ingress,
        };
    }

    /// <summary>The spec as it may be shown and logged: every secret is <see cref="SecretValues.Redacted"/>.</summary>
    /// <param name="spec">The spec.</param>
    /// <returns>The spec without its secrets.</returns>
    public static AppSpec Redact(AppSpec spec) => Map(spec, _ => SecretValues.Redacted);

    private static string? Map(string? secret, Func<string, string> replace) =>
        string.IsNullOrEmpty(secret) ? secret : replace(secret);

    private static IReadOnlyList<EnvVar> Map(IReadOnlyList<EnvVar> envs, Func<string, string> replace) =>
        [.. envs.Select(env => env.IsSecret ? env with { Value = Map(env.Value, replace) } : env)];

    private static ImageSource? Map(ImageSource? image, Func<string, string> replace) =>
        image is null ? null : image with { RegistryCredentials = Map(image.RegistryCredentials, replace) };

    private static IReadOnlyList<LogDestination> Map(IReadOnlyList<LogDestination> destinations, Func<string, string> replace) =>
        [.. destinations.Select(destination => destination with
        {
            Datadog = destination.Datadog is { } datadog ? datadog with { ApiKey = Map(datadog.ApiKey, replace) } : null,
            Logtail = destination.Logtail is { } logtail ? logtail with { Token = Map(logtail.Token, replace) } : null,
            OpenSearch = destination.OpenSearch is { BasicAuth: { } login } openSearch
                ? openSearch with { BasicAuth = login with { Password = Map(login.Password, replace) } }
                : destination.OpenSearch,
            Headers = [.. destination.Headers.Select(header => header with { Value = Map(header.Value, replace) })],
        })];
}
