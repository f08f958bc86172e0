namespace Pipelines.Benchmarks.Logs;

/// <summary>The files of an app that writes numbered lines to its log when it is asked to.</summary>
internal static class SoakServer
{
    private const string Program = """
        import http.server, os, sys, urllib.parse

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
                if 'to' in asked:
                    for number in range(int(asked['from'][0]), int(asked['to'][0]) + 1):
                        sys.stdout.write(f'soak {number:08d} ' + 'x' * 120 + '\n')
                    sys.stdout.flush()
                self.send_response(200)
                self.send_header('Content-Length', '3')
                self.end_headers()
                self.wfile.write(b'ok\n')

            def log_message(self, *arguments):
                pass

        print('listening', flush=True)
        http.server.ThreadingHTTPServer(('0.0.0.0', int(os.environ['PORT'])), Handler).serve_forever()

        """;

    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["server.py"] = Program,
        ["Procfile"] = "web: python3 server.py\n",
    };
}
