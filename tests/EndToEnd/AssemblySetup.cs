using Pipelines.EndToEnd.Kubernetes;
using Pipelines.EndToEnd.Platform;

// The tests share the machine: its processors, its ports, its namespaces.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// One platform, and one on the test cluster, for all tests that do not need one of their own.
[assembly: AssemblyFixture(typeof(SharedPlatform))]
[assembly: AssemblyFixture(typeof(SharedKubernetesPlatform))]
