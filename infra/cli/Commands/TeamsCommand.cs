using System.CommandLine;

namespace Pipelines.Cli.Commands;

/// <summary><c>pipelines teams</c>: makes, lists and deletes the teams, which own apps and tokens.</summary>
internal static class TeamsCommand
{
    private static readonly Argument<string> s_name = new("name") { Description = "The team's name: 2 to 32 of a-z, 0-9 and hyphen" };

    public static Command Create() => new("teams", "See to the teams, which own apps and tokens")
    {
        new Command("create", "Make a team; make a token for it with: tokens create <name> --team <team>") { s_name, PlatformOptions.Api, PlatformOptions.Data }.Runs(CreateAsync),
        new Command("delete", "Delete a team that owns no app, with its tokens and source credentials") { s_name, PlatformOptions.Api, PlatformOptions.Data }.Runs(DeleteAsync),
        new Command("list", "List the teams") { PlatformOptions.Api, PlatformOptions.Data }.Runs(ListAsync),
    };

    private static async Task<int> CreateAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var api = PlatformOptions.Open(arguments);
        var team = await api.CreateTeamAsync(arguments.GetValue(s_name)!, cancellation);
        Console.WriteLine($"team {team.Name} is there, with the id {team.Id}");
        return 0;
    }

    private static async Task<int> DeleteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var api = PlatformOptions.Open(arguments);
        var name = arguments.GetValue(s_name)!;
        await api.DeleteTeamAsync(name, cancellation);
        Console.WriteLine($"team {name} is gone, and its tokens with it");
        return 0;
    }

    private static async Task<int> ListAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var api = PlatformOptions.Open(arguments);
        foreach (var team in await api.ListTeamsAsync(cancellation))
        {
            Console.WriteLine($"{team.Name,-32} {team.Id}");
        }

        return 0;
    }
}
