using Pipelines.Oci;

namespace Pipelines.Node.Images;

/// <summary>Makes the registry that the configuration names.</summary>
internal static class RegistryFactory
{
    /// <summary>Opens a registry by URL, or an image layout directory by path; null where neither is configured.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static IImageRegistry? Create(string? location)
    {
        if (string.IsNullOrEmpty(location))
        {
            return null;
        }

        if (Path.IsPathRooted(location))
        {
            return new LayoutRegistry(location);
        }

        if (!Uri.TryCreate(location, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new FormatException($"'{location}' is neither a registry's URL nor an absolute directory.");
        }

        return new RegistryClient(new RegistryOptions
        {
            Registry = url.Authority,
            Scheme = url.Scheme == "http" ? RegistryScheme.Http : RegistryScheme.Https,
            Credentials = Credentials(url),
        });
    }

    // From the environment or a file at best: a URL on the command line is visible to everyone on the machine.
    private static RegistryCredentials? Credentials(Uri url) => url.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password]
        ? new RegistryCredentials(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password))
        : null;
}
