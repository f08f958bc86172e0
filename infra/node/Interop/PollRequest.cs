using System.Runtime.InteropServices;

namespace Pipelines.Node.Interop;

/// <summary>What to wait for (poll(2), struct pollfd).</summary>
/// <param name="Descriptor">The file descriptor.</param>
/// <param name="Events">What is waited for.</param>
/// <param name="Found">What has come; filled in.</param>
[StructLayout(LayoutKind.Sequential)]
internal record struct PollRequest(int Descriptor, short Events, short Found = 0);
