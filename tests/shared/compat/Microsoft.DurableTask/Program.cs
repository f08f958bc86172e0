using System.Globalization;
using Pipelines.DurableTask.Embedded;

// Beside the tests, this program is the process that the crash tests kill.
if (args is [CrashScenario.Command, var directory, var instances, var kill])
{
    await CrashScenario.RunAsync(directory, int.Parse(instances, CultureInfo.InvariantCulture), int.Parse(kill, CultureInfo.InvariantCulture));
    return 0;
}

return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, Microsoft.DurableTask.Tests.SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
