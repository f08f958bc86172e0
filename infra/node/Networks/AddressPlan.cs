using System.Net;

namespace Pipelines.Node.Networks;

/// <summary>
/// The addresses inside an app's network. Every app has the same plan, because no packet passes from one app's network
/// to another's: instances from 10.10.0.2, services (stable, whatever instances they have) from 10.10.240.1.
/// </summary>
internal static class AddressPlan
{
    internal const int FirstInstance = 2;
    internal const int LastInstance = (240 << 8) - 1;
    internal const int LastService = (15 << 8) - 1;
    internal const int PrefixLength = 16;

    internal static readonly IPAddress Gateway = Of(1);

    public static IPAddress Instance(int index) => Of(index);

    public static IPAddress Service(int index) => Of((240 << 8) + index);

    /// <summary>The index of an address of this plan; 0 for any other.</summary>
    public static int IndexOf(IPAddress address)
    {
        var bytes = address.MapToIPv4().GetAddressBytes();
        return bytes[0] == 10 && bytes[1] == 10 ? (bytes[2] << 8) | bytes[3] : 0;
    }

    private static IPAddress Of(int host) => new([10, 10, (byte)(host >> 8), (byte)host]);
}
