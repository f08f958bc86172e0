using System.Diagnostics;
using System.Globalization;
using Pipelines.Benchmarks.Deployments;
using Pipelines.Benchmarks.Measurements;

namespace Pipelines.Benchmarks.Logs;

/// <summary>
/// The logs of an hour, as fast as fast readers take them: four instances write 50 lines a second each, 50 readers follow,
/// some fast, some slow, some that stop reading, some that hang up and come back, while another app is deployed again and again.
/// </summary>
internal sealed class SoakBenchmark : IBenchmark
{
    private const int Minutes = 60;
    private const int MinutesBefore = 10;
    private const int LinesPerMinute = 50 * 60;
    private const int MinutesPerDeployment = 2;
    private const int SlowShare = 10;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public string Name => "soak";

    public string Description => string.Create(CultureInfo.InvariantCulture, $"{Minutes * LinesPerMinute * SoakApp.Components.Count} lines of an hour, followed by 50 readers, slow ones among them, while deployments go on");

    public async Task RunAsync(BenchmarkSettings settings, TextWriter output, CancellationToken cancellation)
    {
        var (platform, _) = await PlatformProcess.StartAsync(settings, cancellation);
        await using (platform)
        {
            using var app = await SoakApp.CreateAsync(platform, cancellation);
            using var deployments = await SoakDeployments.CreateAsync(platform, cancellation);
            var (fast, others) = (FastReaders(app), OtherReaders(app));
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var reading = new List<Task>();
            var (without, with) = (new DeploymentTimes("without slow readers"), new DeploymentTimes("with slow readers"));
            var memory = new SoakMemory(platform);

            await StartAsync(fast, reading, over.Token);
            await RunMinutesAsync(1, MinutesBefore, 0);
            await StartAsync(others, reading, over.Token);
            var began = Stopwatch.GetTimestamp();
            await RunMinutesAsync(MinutesBefore + 1, Minutes, 1);
            await output.WriteLineAsync($"  an hour's lines in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");

            others.ForEach(reader => reader.GoOn());
            await Task.WhenAll(reading.Where((_, at) => at >= fast.Count && others[at - fast.Count].Kind == ReaderKind.Stopped)).WaitAsync(Limit, cancellation);
            await over.CancelAsync();
            await Task.WhenAll(reading);
            Write(output, [.. fast, .. others]);
            WriteDeployments(output, without, with, deployments.ReadersThatNeverRead);
            memory.Write(output);
            await output.WriteLineAsync($"  readers cut off, those of builds included: {memory.Cut:0}");
            fast.Concat(others).ToList().ForEach(reader => reader.Dispose());

            async Task RunMinutesAsync(int first, int count, int phase)
            {
                var deployment = Task.CompletedTask;
                for (var minute = first; minute < first + count; minute++)
                {
                    if ((minute - first) % MinutesPerDeployment == 0)
                    {
                        await deployment;
                        deployment = deployments.DeployAsync(phase == 0 ? without : with, watched: phase == 1, cancellation);
                    }

                    await RunMinuteAsync(app, fast, others, minute, cancellation);
                    if (phase == 1)
                    {
                        Disturb(others, minute);
                        await memory.SampleAsync(cancellation);
                        ReviveSome(others, memory);
                    }
                }

                await deployment;
            }
        }
    }

    private static List<SoakReader> FastReaders(SoakApp app)
    {
        var readers = new List<SoakReader>();
        foreach (var component in SoakApp.Components)
        {
            readers.AddRange(Enumerable.Range(0, 5).Select(_ => new SoakReader(app, component, ReaderKind.Fast, SocketLink.OpenAsync)));
        }

        readers.AddRange(Enumerable.Range(0, 2).Select(_ => new SoakReader(app, null, ReaderKind.Fast, SocketLink.OpenAsync)));
        readers.AddRange(Enumerable.Range(0, 2).Select(_ => new SoakReader(app, null, ReaderKind.Fast, TextLink.OpenAsync)));
        return readers;
    }

    private static List<SoakReader> OtherReaders(SoakApp app) =>
    [
        .. Enumerable.Range(0, 8).Select(_ => new SoakReader(app, null, ReaderKind.Slow, SocketLink.OpenAsync)),
        .. Enumerable.Range(0, 2).Select(_ => new SoakReader(app, null, ReaderKind.Slow, TextLink.OpenAsync)),
        .. Enumerable.Range(0, 8).Select(_ => new SoakReader(app, null, ReaderKind.Stopped, SocketLink.OpenAsync)),
        .. Enumerable.Range(0, 2).Select(_ => new SoakReader(app, null, ReaderKind.Stopped, TextLink.OpenAsync)),
        .. Enumerable.Range(0, 6).Select(at => new SoakReader(app, SoakApp.Components[at % SoakApp.Components.Count], ReaderKind.Returning, SocketLink.OpenAsync)),
    ];

    private static async Task StartAsync(List<SoakReader> readers, List<Task> reading, CancellationToken cancellation)
    {
        foreach (var reader in readers)
        {
            await reader.ConnectAsync(reader.Kind == ReaderKind.Fast ? -1 : 1, cancellation);
            reading.Add(Task.Run(() => reader.RunAsync(cancellation), CancellationToken.None));
        }
    }

    private static async Task RunMinuteAsync(SoakApp app, List<SoakReader> fast, List<SoakReader> others, int minute, CancellationToken cancellation)
    {
        foreach (var reader in others.Where(reader => reader.Kind == ReaderKind.Slow))
        {
            reader.Allow(LinesPerMinute * SoakApp.Components.Count / SlowShare);
        }

        var last = minute * LinesPerMinute;
        await app.WriteAsync(last - LinesPerMinute + 1, last, cancellation);
        await Poll.UntilAsync(_ => Task.FromResult(fast.All(reader => reader.HasReached(last))), Limit, cancellation);
    }

    // One in turn hangs up each minute.
    private static void Disturb(List<SoakReader> others, int minute)
    {
        var returning = others.Where(reader => reader.Kind == ReaderKind.Returning).ToList();
        returning[minute % returning.Count].HangUp();
    }

    // Half of those who stopped come back as soon as they are cut off, the others an hour later.
    private static void ReviveSome(List<SoakReader> others, SoakMemory memory)
    {
        var stopped = others.Where(reader => reader.Kind == ReaderKind.Stopped).ToList();
        if (memory.Cut >= stopped.Count)
        {
            stopped.Where((_, at) => at % 2 == 0).ToList().ForEach(reader => reader.GoOn());
        }
    }

    private static void Write(TextWriter output, List<SoakReader> readers)
    {
        var table = new Table("readers", "", "lines each, least", "most", "lost unsaid", "skipped, said so", "out of order", "connections ended");
        foreach (var group in readers.GroupBy(reader => reader.Kind))
        {
            foreach (var some in group.GroupBy(reader => reader.IsOfAll))
            {
                table.Add(
                    group.Key.ToString().ToLowerInvariant() + (some.Key ? ", all components" : ", one component"),
                    Text(some.Count()),
                    Text(some.Min(reader => reader.Count.Lines)),
                    Text(some.Max(reader => reader.Count.Lines)),
                    Text(some.Sum(reader => reader.Count.Lost)),
                    Text(some.Sum(reader => reader.Count.Skipped)),
                    Text(some.Sum(reader => reader.Count.Disordered)),
                    Text(some.Sum(reader => reader.Ends.Count)));
            }
        }

        table.Write(output);
        foreach (var end in readers.SelectMany(reader => reader.Ends.Select(end => (reader.Kind, End: end))).GroupBy(each => each))
        {
            output.WriteLine($"  {end.Count()} x {end.Key.Kind.ToString().ToLowerInvariant()}: {end.Key.End}");
        }
    }

    private static void WriteDeployments(TextWriter output, DeploymentTimes without, DeploymentTimes with, int watchers)
    {
        var table = Table.OfSeconds("deployment of a new commit to its first answer, seconds");
        table.Add($"{without.Kind} ({without.ToAnswer.Count})", without.ToAnswer);
        table.Add($"{with.Kind} ({with.ToAnswer.Count})", with.ToAnswer);
        table.Write(output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  with / without: {with.ToAnswer.Median / without.ToAnswer.Median:0.00}; {watchers} more followed the builds and never read"));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
