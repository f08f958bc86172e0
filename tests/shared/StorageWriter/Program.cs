// A process to be killed: writes documents, blobs and log lines below the directory given, and prints each name once it
// is durable.
using Pipelines.Storage.Blobs;
using Pipelines.Storage.Logs;
using Pipelines.Storage.State;

var (root, run) = (args[0], args[1]);
using var state = new SqliteStateStore(Path.Join(root, "state.db"));
using var blobs = new DirectoryBlobStore(Path.Join(root, "blobs"), TimeProvider.System);
var logs = new DirectoryLogStore(Path.Join(root, "logs"), TimeProvider.System);
await using var log = await logs.OpenWriteAsync("log", truncate: false);
var output = Console.Out;

await Task.WhenAll([.. Enumerable.Range(0, 4).Select(WriteDocumentsAsync), WriteBlobsAsync(), WriteLinesAsync()]);

async Task WriteDocumentsAsync(int writer)
{
    for (var i = 0; ; i++)
    {
        var key = $"{run}/{writer}/{i}";
        await state.PutAsync("documents", key, $"\"{key}\"");
        Acknowledge("document", key);
    }
}

async Task WriteBlobsAsync()
{
    for (var i = 0; ; i++)
    {
        var name = $"{run}/{i}";
        using var content = new MemoryStream(new byte[100_000]);
        await blobs.WriteAsync(name, content);
        Acknowledge("blob", name);
    }
}

async Task WriteLinesAsync()
{
    for (var i = 0; ; i++)
    {
        var line = $"{run}/{i}";
        log.Write(line);
        await log.FlushAsync();
        Acknowledge("line", line);
    }
}

void Acknowledge(string kind, string name)
{
    lock (output)
    {
        output.WriteLine($"{kind} {name}");
        output.Flush();
    }
}
