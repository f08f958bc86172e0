using System.Text.Json;
using Pipelines.Activities.Detection;
using Pipelines.Activities.Source;
using Pipelines.AppSpecs;
using Pipelines.Functions.Http;
using Pipelines.Storage;

namespace Pipelines.Functions.Api.Detect;

/// <summary>Fetches a repository, looks at it and removes it again.</summary>
/// <param name="provider">Git.</param>
/// <param name="sources">Where hosted repositories are.</param>
/// <param name="storage">Where the files may lie meanwhile.</param>
/// <param name="time">The clock.</param>
public sealed class SourceDetection(ISourceProvider provider, ComponentSources sources, StorageOptions storage, TimeProvider time) : IDisposable
{
    private const int Concurrency = 4;
    private const string PlaceholderName = "app";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly SemaphoreSlim _slots = new(Concurrency);
    private readonly SourceDetector _detector = new();

    private string Workspaces => Path.Combine(Path.GetFullPath(storage.DataDirectory), "detect");

    /// <summary>Removes what a process that died in the middle has left.</summary>
    public void CleanUp() => Remove(Workspaces);

    /// <summary>Detects.</summary>
    /// <param name="body">What to look at.</param>
    /// <param name="teamId">The team whose credentials open it.</param>
    /// <param name="cancellation">Ends the looking.</param>
    /// <exception cref="ApiException">400: the source is wrong or cannot be had; 503: it cannot be had right now.</exception>
    public async Task<DetectAnswer> DetectAsync(DetectBody body, string teamId, CancellationToken cancellation)
    {
        Validate(body);
        var location = sources.Find(body.AsService(PlaceholderName))! with { TeamId = teamId };
        using var limit = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await FetchAndDetectAsync(body, location, either.Token);
        }
        catch (SourceException exception)
        {
            throw exception.Transient ? ApiException.Unavailable(exception.Message) : ApiException.BadRequest(exception.Message);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw ApiException.Unavailable($"the repository could not be looked at within {s_patience.TotalMinutes} minutes");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    // The rules of App Specs say what a source is.
    private static void Validate(DetectBody body)
    {
        var spec = new AppSpec { Name = PlaceholderName, Services = [body.AsService(PlaceholderName)] };
        var result = AppSpecParser.Parse(JsonSerializer.SerializeToElement(spec, AppSpecJson.Options));
        if (result.Problems.Count > 0)
        {
            throw ApiException.BadRequest(string.Join("; ", result.Problems.Select(problem => problem.Message)));
        }
    }

    private static void Remove(string directory)
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        // A repository may bring directories that not even their owner may write.
        foreach (var inner in new DirectoryInfo(directory).EnumerateDirectories("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            inner.UnixFileMode |= UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }

        Directory.Delete(directory, recursive: true);
    }

    private async Task<DetectAnswer> FetchAndDetectAsync(DetectBody body, SourceLocation location, CancellationToken cancellation)
    {
        await _slots.WaitAsync(cancellation);
        var workspace = Path.Combine(Workspaces, Guid.NewGuid().ToString("N"));
        try
        {
            _ = Directory.CreateDirectory(workspace, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var commit = (await provider.ResolveAsync(location with { Revision = body.CommitSha ?? location.Revision }, cancellation)).Commit;
            var snapshot = await provider.FetchAsync(location, commit, _ => { }, cancellation);
            await provider.ExtractAsync(snapshot, "", workspace, cancellation);
            return Look(body, location, commit, workspace, cancellation);
        }
        finally
        {
            Remove(workspace);
            _ = _slots.Release();
        }
    }

    private DetectAnswer Look(DetectBody body, SourceLocation location, string commit, string workspace, CancellationToken cancellation)
    {
        var tree = new DirectorySourceTree(workspace);
        var template = SpecTemplate.Find(tree);
        var detected = _detector.Detect(tree, new DetectionHints { SourceDir = body.SourceDir }, cancellation);
        var problem = detected.Problem ?? detected.Components.FirstOrDefault(component => component.Problem is not null)?.Problem;
        return new DetectAnswer
        {
            Components = [.. detected.Components.Select(DetectedWire.Of)],
            Template = template.Spec is { } own ? new TemplateWire(own) : null,
            TemplateFound = template.Path is not null,
            TemplateValid = template.Spec is not null,
            TemplateError = template.Error,
            Spec = template.Spec is { } brought
                ? SpecSources.Replace(brought, body, component => sources.Find(component)?.CloneUrl)
                : detected.Components.Count > 0 ? SpecDraft.Of(body, location.CloneUrl, detected.Components) : null,
            Problem = template.Spec is null ? problem : null,
            CommitSha = commit,
        };
    }
}
