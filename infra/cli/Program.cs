using System.CommandLine;
using Pipelines.Cli.Commands;

var root = new RootCommand("Pipelines: a git repository and an App Spec go in, a healthy application at a URL comes out.")
{
    UpCommand.Create(),
    DeployCommand.Create(),
    AppsCommand.Create(),
    LogsCommand.Create(),
    DeleteCommand.Create(),
    TeamsCommand.Create(),
    TokensCommand.Create(),
    CredentialsCommand.Create(),
    AuditCommand.Create(),
};

// Ctrl-C ends `up` gracefully, which takes as long as its apps take to drain.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(3) });
