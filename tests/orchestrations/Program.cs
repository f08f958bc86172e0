using System.Globalization;
using Pipelines.Orchestrations.Tests;
using Pipelines.Orchestrations.Tests.Alerts;

// Beside the tests, this program is the process that the crash tests kill.
if (args is [AlertCrash.Command, var directory, var appId, var cpu, var kill])
{
    await AlertCrash.RunAsync(directory, appId, double.Parse(cpu, CultureInfo.InvariantCulture), int.Parse(kill, CultureInfo.InvariantCulture));
    return 0;
}

return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
