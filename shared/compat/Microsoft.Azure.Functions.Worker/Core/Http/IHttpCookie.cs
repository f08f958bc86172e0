namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>A cookie.</summary>
public interface IHttpCookie
{
    /// <summary>The domain it is for; null for the answering host.</summary>
    string? Domain { get; }

    /// <summary>When it ends; null with the session.</summary>
    DateTimeOffset? Expires { get; }

    /// <summary>Whether scripts are kept from it.</summary>
    bool? HttpOnly { get; }

    /// <summary>After how many seconds it ends; wins over <see cref="Expires"/>.</summary>
    double? MaxAge { get; }

    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>The path it is for.</summary>
    string? Path { get; }

    /// <summary>Whether it goes along with requests from other sites.</summary>
    SameSite SameSite { get; }

    /// <summary>Whether it goes over HTTPS only.</summary>
    bool? Secure { get; }

    /// <summary>Its value.</summary>
    string Value { get; }
}
