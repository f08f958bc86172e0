using System.CommandLine;

namespace Pipelines.Cli.Commands;

/// <summary><c>pipelines delete</c>: deletes an app.</summary>
internal static class DeleteCommand
{
    private static readonly Argument<string> s_app = new("app") { Description = "The app's name or id" };

    public static Command Create() => new Command("delete", "Delete an app and everything of it") { s_app, PlatformOptions.Api, PlatformOptions.Data }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var api = PlatformOptions.Open(arguments);
        var app = await api.GetAppAsync(arguments.GetValue(s_app)!, cancellation);
        await api.DeleteAppAsync(app.Id, cancellation);
        Console.WriteLine($"{app.Name} is being deleted");
        return 0;
    }
}
