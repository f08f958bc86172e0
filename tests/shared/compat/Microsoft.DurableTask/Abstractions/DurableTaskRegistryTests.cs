namespace Microsoft.DurableTask;

public sealed class DurableTaskRegistryTests
{
    [Fact]
    public void A_name_can_be_taken_once_whatever_its_case()
    {
        var tasks = new DurableTaskRegistry().AddActivityFunc("Work", _ => { });

        Should.Throw<ArgumentException>(() => tasks.AddActivityFunc("work", _ => { })).Message.ShouldContain("'work' is already added");
        Should.Throw<ArgumentException>(() => tasks.AddActivityFunc(default, _ => { }));
    }

    [Fact]
    public void A_class_is_named_by_its_attribute_or_itself()
    {
        var tasks = new DurableTaskRegistry().AddOrchestrator<Named>().AddOrchestrator<Unnamed>().AddOrchestrator("third", new Unnamed());

        tasks.GetOrchestrators().Select(task => task.Key.Name).ShouldBe(["given", nameof(Unnamed), "third"]);
        foreach (var type in new[] { typeof(string), typeof(ITaskOrchestrator) })
        {
            Should.Throw<ArgumentException>(() => tasks.AddOrchestrator(type)).Message.ShouldContain("must be a concrete class");
        }
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("2", false)]
    [InlineData("", false)]
    public void A_version_is_served_by_its_own_task_and_never_by_another_version(string version, bool isFound)
    {
        var tasks = new DurableTaskRegistry()
            .AddOrchestratorFunc<object, string>("Versioned", "1", (_, _) => Task.FromResult("one"))
            .AddOrchestratorFunc<object, string>("Plain", (_, _) => "plain");
        var factory = new Worker.DurableTaskFactory(tasks);

        factory.TryCreateOrchestrator("versioned", version, null!, out _).ShouldBe(isFound);
        factory.TryCreateOrchestrator("plain", version, null!, out _).ShouldBeTrue();
    }

    [DurableTask("given")]
    private sealed class Named : TaskOrchestrator<int, int>
    {
        public override Task<int> RunAsync(TaskOrchestrationContext context, int input) => Task.FromResult(input);
    }

    private sealed class Unnamed : TaskOrchestrator<int, int>
    {
        public override Task<int> RunAsync(TaskOrchestrationContext context, int input) => Task.FromResult(input);
    }
}
