using System.Security.Cryptography;
using System.Text;
using Pipelines.AppSpecs;

namespace Pipelines.Deployments.Alerts;

/// <summary>Finds the alerts of a spec.</summary>
public static class AlertCatalog
{
    /// <summary>The alerts of an app and of its components, in the order of the spec.</summary>
    /// <param name="appId">The app's id.</param>
    /// <param name="spec">Its spec, in which a rule stands once for the app and once for each component.</param>
    public static IReadOnlyList<Alert> Of(string appId, AppSpec spec) =>
    [
        .. spec.Alerts.Where(alert => alert.Rule is not null).Select(alert => Make(appId, null, alert)),
        .. spec.Components.SelectMany(component => component.Alerts.Where(alert => alert.Rule is not null).Select(alert => Make(appId, component.Name, alert))),
    ];

    private static Alert Make(string appId, string? component, AlertSpec alert) => new(IdOf($"{appId}/{component}/{alert.Rule}"), component, alert.Rule!.Value, alert);

    /// <summary>An id, a UUID, that the same text always has.</summary>
    public static string IdOf(string text)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16);

        // RFC 9562, version 8: made of whatever its maker likes.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
