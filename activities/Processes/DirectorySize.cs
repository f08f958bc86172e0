namespace Pipelines.Activities.Processes;

/// <summary>Measures directories while others write to them.</summary>
internal static class DirectorySize
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>The length of all files, in bytes.</summary>
    public static long Of(string directory)
    {
        try
        {
            return new DirectoryInfo(directory).EnumerateFiles("*", Everything).Sum(LengthOf);
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
    }

    /// <summary>Cancels a work when the directory it writes to has grown beyond a limit; ends when the work does.</summary>
    public static async Task WatchAsync(string directory, long limit, TimeSpan interval, CancellationTokenSource work)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(work.Token))
            {
                if (Of(directory) > limit)
                {
                    await work.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
