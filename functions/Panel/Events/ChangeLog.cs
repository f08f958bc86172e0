using System.Security.Cryptography;

namespace Pipelines.Functions.Panel.Events;

/// <summary>
/// The latest changes of all apps, numbered, for any number of readers. A reader keeps only its position: one that is slow
/// or was away costs no memory, and one that has fallen too far behind is told so.
/// </summary>
public sealed class ChangeLog
{
    /// <summary>How many changes are kept.</summary>
    public const int Capacity = 4096;

    private readonly Lock _lock = new();
    private readonly AppChange[] _changes = new AppChange[Capacity];
    private long _end;
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets what tells this process' numbers from those of another.</summary>
    public string Epoch { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Gets the position after the newest change.</summary>
    public long End
    {
        get
        {
            lock (_lock)
            {
                return _end;
            }
        }
    }

    /// <summary>Adds changes and wakes those who wait.</summary>
    public void Append(IReadOnlyCollection<AppChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        TaskCompletionSource appended;
        lock (_lock)
        {
            foreach (var change in changes)
            {
                _changes[_end++ % Capacity] = change;
            }

            appended = _appended;
            _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        appended.SetResult();
    }

    /// <summary>Reads what came from a position on.</summary>
    /// <returns>The changes, or null when the position is not, or no longer, one of this log.</returns>
    public IReadOnlyList<AppChange>? Read(long position)
    {
        lock (_lock)
        {
            if (position > _end || position < Math.Max(0, _end - Capacity))
            {
                return null;
            }

            var changes = new AppChange[_end - position];
            for (var i = 0; i < changes.Length; i++)
            {
                changes[i] = _changes[(position + i) % Capacity];
            }

            return changes;
        }
    }

    /// <summary>Waits until there is something at a position.</summary>
    public Task WaitAsync(long position)
    {
        lock (_lock)
        {
            return position < _end ? Task.CompletedTask : _appended.Task;
        }
    }
}
