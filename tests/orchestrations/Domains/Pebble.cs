using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.Orchestrations.Tests.Domains;

/// <summary>
/// A real certificate authority (Debian's package pebble), and the DNS that it and the platform ask. It refuses one nonce in
/// four, and asks for the proofs of http-01 at a port that a test chooses.
/// </summary>
internal sealed class Pebble : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly string _directory = Directory.CreateTempSubdirectory("pebble-").FullName;
    private readonly List<Process> _processes = [];
    private readonly List<string> _log = [];
    private readonly HttpClient _http;
    private readonly int _acmePort = FreePorts.Find();
    private readonly int _managementPort = FreePorts.Find();
    private readonly int _dnsPort = FreePorts.Find();
    private readonly int _dnsManagementPort = FreePorts.Find();

    private Pebble(int httpPort, TimeSpan lifetime)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=pebble", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(10));
        File.WriteAllText(RootFile, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_directory, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(_directory, "config.json"), JsonSerializer.Serialize(new
        {
            pebble = new
            {
                listenAddress = $"127.0.0.1:{_acmePort}",
                managementListenAddress = $"127.0.0.1:{_managementPort}",
                certificate = RootFile,
                privateKey = Path.Combine(_directory, "key.pem"),
                httpPort,
                tlsPort = FreePorts.Find(),
                certificateValidityPeriod = (long)lifetime.TotalSeconds,
            },
        }));
        _http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new() { RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString() },
        });
    }

    /// <summary>Gets the directory's address.</summary>
    public Uri AcmeDirectory => new($"https://127.0.0.1:{_acmePort}/dir");

    /// <summary>Gets the file of the certificate that the authority's own server has.</summary>
    public string RootFile => Path.Combine(_directory, "root.pem");

    /// <summary>Gets the DNS server.</summary>
    public string Resolver => $"127.0.0.1:{_dnsPort}";

    /// <summary>Gets the platform's configuration for this authority.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Pipelines:Domains:Resolver"] = Resolver,
        ["Pipelines:Domains:FirstPause"] = "00:00:01",
        ["Pipelines:Domains:OrderPause"] = "00:00:00.1",
        ["Pipelines:Domains:Acme:Directory"] = AcmeDirectory.AbsoluteUri,
        ["Pipelines:Domains:Acme:RootCertificates"] = RootFile,
        ["Pipelines:Domains:Acme:AcceptTerms"] = "true",
        ["Pipelines:Domains:Acme:Email"] = "operator@example.test",
    };

    /// <summary>Starts it.</summary>
    /// <param name="httpPort">The port at which it asks for proofs.</param>
    /// <param name="lifetime">How long its certificates are valid.</param>
    public static async Task<Pebble> StartAsync(int httpPort, TimeSpan? lifetime = null)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pebble"), "No certificate authority is installed (package pebble).");
        var pebble = new Pebble(httpPort, lifetime ?? TimeSpan.FromDays(90));
        pebble.Run("pebble-challtestsrv", "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-dns01", pebble.Resolver, "-http01", "", "-https01", "", "-tlsalpn01", "", "-management", $"127.0.0.1:{pebble._dnsManagementPort}");
        pebble.Run("pebble", "-config", Path.Combine(pebble._directory, "config.json"), "-dnsserver", pebble.Resolver, "-strict");
        await pebble.UntilReadyAsync();
        return pebble;
    }

    /// <summary>Writes a TXT record beside those that are there.</summary>
    public Task SetTextAsync(string name, string text) => ManageAsync("set-txt", new { host = name + ".", value = text });

    /// <summary>Writes the addresses of a name.</summary>
    public Task SetAddressesAsync(string name, params string[] addresses) => ManageAsync("add-a", new { host = name + ".", addresses });

    /// <summary>Removes the addresses of a name, which then has that of all others.</summary>
    public Task ClearAddressesAsync(string name) => ManageAsync("clear-a", new { host = name + "." });

    /// <summary>Reads the root certificate that it signs by, made anew at each start.</summary>
    public async Task<X509Certificate2> GetRootAsync()
    {
        var pem = await _http.GetStringAsync(new Uri($"https://127.0.0.1:{_managementPort}/roots/0"), TestContext.Current.CancellationToken);
        return X509Certificate2.CreateFromPem(pem);
    }

    /// <summary>Counts what its log says of something.</summary>
    public int CountInLog(string text)
    {
        lock (_processes)
        {
            return _log.Count(line => line.Contains(text, StringComparison.Ordinal));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        _http.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>The end of what it said.</summary>
    public string Tell()
    {
        lock (_processes)
        {
            return string.Join('\n', _log.TakeLast(60));
        }
    }

    private void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = _directory };
        start.Environment["PEBBLE_VA_NOSLEEP"] = "1";
        start.Environment["PEBBLE_WFE_NONCEREJECT"] = "25";
        start.Environment["PEBBLE_AUTHZREUSE"] = "0";
        var process = Process.Start(start)!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);

        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (_processes)
            {
                _log.Add(line.Data ?? "");
            }
        }
    }

    private async Task ManageAsync(string what, object body)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri($"http://127.0.0.1:{_dnsManagementPort}/{what}"), body, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private async Task UntilReadyAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = new CancellationTokenSource(s_patience);
        while (true)
        {
            try
            {
                _ = await _http.GetStringAsync(AcmeDirectory, limit.Token);
                await SetTextAsync("ready.example.test", "yes");
                return;
            }
            catch (HttpRequestException)
            {
                _processes.ShouldAllBe(process => !process.HasExited, string.Create(CultureInfo.InvariantCulture, $"{Tell()}"));
                _ = await timer.WaitForNextTickAsync(limit.Token);
            }
        }
    }
}
