using System.Text.Json;
using System.Text.RegularExpressions;
using Pipelines.Storage.State;

namespace Pipelines.Storage.Teams;

/// <summary>The teams, each under its name: so one name never has two.</summary>
/// <param name="state">Where they are.</param>
/// <param name="time">The clock that dates them.</param>
public sealed partial class TeamStore(IStateStore state, TimeProvider time)
{
    /// <summary>The id of the platform's own team: the same on every installation, so that nothing has to be stored before the first token.</summary>
    public const string PlatformTeamId = "0c1e7a3e-5d1f-4b6e-9a55-70a1f0c0de01";

    private const string Collection = "teams";
    private const int PageSize = 1000;

    /// <summary>Tells whether a text can be a team's name: 2 to 32 of a-z, 0-9 and hyphen, a letter first, no hyphen last.</summary>
    public static bool IsName(string? text) => text is not null && Name().IsMatch(text);

    /// <summary>Makes a team.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="id">Its id, a UUID; null for a new one.</param>
    /// <param name="cancellation">Cancels the making.</param>
    /// <returns>The team, or null where the name is taken.</returns>
    /// <exception cref="ArgumentException">The text is no name.</exception>
    public async Task<Team?> CreateAsync(string name, string? id = null, CancellationToken cancellation = default)
    {
        if (!IsName(name))
        {
            throw new ArgumentException($"\"{name}\" is no name of a team: 2 to 32 of a-z, 0-9 and hyphen, a letter first, no hyphen last.", nameof(name));
        }

        var now = time.GetUtcNow();
        var team = new Team(id ?? Guid.CreateVersion7(now).ToString(), name, now);
        return await state.PutAsync(Collection, name, JsonSerializer.Serialize(team, JsonSerializerOptions.Web), StateCondition.IfAbsent, cancellation) is null ? null : team;
    }

    /// <summary>Finds a team by id or name; anything at all may be asked for.</summary>
    /// <returns>The team, or null.</returns>
    public async Task<Team?> FindAsync(string idOrName, CancellationToken cancellation = default)
    {
        if (IsName(idOrName) && await state.GetAsync(Collection, idOrName, cancellation) is { } document)
        {
            return Read(document);
        }

        return (await ListAsync(cancellation)).FirstOrDefault(team => team.Id == idOrName);
    }

    /// <summary>Lists all teams by name.</summary>
    public async Task<IReadOnlyList<Team>> ListAsync(CancellationToken cancellation = default)
    {
        var teams = new List<Team>();
        while (await state.ListAsync(Collection, "", teams is [.., var last] ? last.Name : null, PageSize, cancellation) is { Count: > 0 } page)
        {
            teams.AddRange(page.Select(Read));
        }

        return teams;
    }

    /// <summary>Deletes a team.</summary>
    /// <returns>False where there is none.</returns>
    public Task<bool> DeleteAsync(Team team, CancellationToken cancellation = default) => state.DeleteAsync(Collection, team.Name, cancellation: cancellation);

    private static Team Read(StateDocument document) => JsonSerializer.Deserialize<Team>(document.Json, JsonSerializerOptions.Web)!;

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,30}[a-z0-9]\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
