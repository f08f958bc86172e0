namespace Pipelines.Node.Images;

/// <summary>Sweeps the images when it is asked to: in the background, once at a time, and not before all that is in use is known.</summary>
internal sealed partial class ImageSweeper(IImageStore images, ILogger<ImageSweeper> logger)
{
    private readonly Lock gate = new();
    private Func<IEnumerable<string>>? inUse;
    private bool isAsked;
    private bool isSweeping;

    /// <summary>Sweeps now and whenever it is asked to.</summary>
    /// <param name="known">Tells the images in use, by reference.</param>
    public void Begin(Func<IEnumerable<string>> known)
    {
        lock (gate)
        {
            inUse = known;
        }

        Request();
    }

    /// <summary>Asks for a sweep because a release is gone.</summary>
    /// <param name="gone">The images it had, by reference.</param>
    public void Request(IEnumerable<string> gone)
    {
        foreach (var reference in gone)
        {
            images.Forget(reference);
        }

        Request();
    }

    /// <summary>Asks for a sweep.</summary>
    private void Request()
    {
        lock (gate)
        {
            isAsked = true;
            if (inUse is { } known && !isSweeping)
            {
                isSweeping = true;
                _ = Task.Run(() => SweepAsync(known));
            }
        }
    }

    private async Task SweepAsync(Func<IEnumerable<string>> known)
    {
        while (IsAskedStill())
        {
            try
            {
                if (!await images.SweepAsync(known))
                {
                    await images.Idle;
                    Request();
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogFailed(exception);
            }
        }
    }

    // What is asked for during a sweep is done after it.
    private bool IsAskedStill()
    {
        lock (gate)
        {
            (isSweeping, isAsked) = (isAsked, false);
            return isSweeping;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What images have left cannot be removed; it is tried again with the next release that is retired")]
    private partial void LogFailed(Exception exception);
}
