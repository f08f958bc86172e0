using Pipelines.Node.Networks;

namespace Pipelines.Node.Tests.Networks;

public sealed class ListeningPortTests
{
    [Fact]
    public void Listening_sockets_are_told_from_others_and_loopback_from_the_rest()
    {
        string[] table =
        [
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0",
            "   1: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1 0 100 0 0 10 0",
            "   2: 0100007F:9999 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 3 1 0 100 0 0 10 0",
            "   3: 00000000000000000000000001000000:0BB8 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4",
        ];
        ListeningPort.Parse(table).ShouldBe([new(8080, true), new(80, false), new(3000, true)]);
    }
}
