using System.Security.Cryptography.X509Certificates;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Deployments.Domains;
using Pipelines.Deployments.Events;

namespace Pipelines.Orchestrations.Tests.Domains;

/// <summary>Domains with a real certificate authority: every turn of the workflow is replayed from history.</summary>
public sealed class DomainOrchestratorTests
{
    private const string Host = "www.example.test";
    private static readonly string[] s_steps = [DomainSteps.Ingress, DomainSteps.Ownership, DomainSteps.Certificate, DomainSteps.Installation];

    private static DomainSpec Www { get; } = new() { Domain = Host };

    [Fact]
    public async Task A_domain_gets_a_certificate_and_another_in_time()
    {
        await using var world = await DomainWorld.StartAsync();
        await world.CreateAsync(Www);

        var domain = await world.DomainAsync(each => each.Phase == DomainPhase.Active);
        domain.Steps.Select(step => step.Name).ShouldBe(s_steps);
        domain.Steps.ShouldAllBe(step => step.Status == StepStatus.Success && step.StartedAt != null && step.EndedAt != null);
        var first = Presented(world, domain);
        first.MatchesHostname(Host).ShouldBeTrue();
        domain.CertificateExpiresAt.ShouldBe(new DateTimeOffset(first.NotAfter.ToUniversalTime()));
        world.Platform.Cluster.Challenges.ShouldBeEmpty("what proved the name is taken back");
        await world.UntilAsync(async () => (await world.EventsAsync()).Count > 0, () => "that it serves is announced");
        var live = (await world.EventsAsync()).ShouldHaveSingleItem();
        (live.Type, live.Subject).ShouldBe((AppEventType.DomainLive, Host));

        world.Time.Advance(TimeSpan.FromDays(59));
        await world.LookAsync(domain);
        Presented(world, domain).SerialNumber.ShouldBe(first.SerialNumber);
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.UntilAsync(() => Task.FromResult(Presented(world, domain).SerialNumber != first.SerialNumber), () => "the certificate is renewed");
        _ = await world.DomainAsync(each => each.Steps.All(step => step.Status == StepStatus.Success));
        (await world.EventsAsync()).Count.ShouldBe(1, "a renewal is no news");
        OrdersOf(world).ShouldBe(2);
    }

    [Fact]
    public async Task A_wildcard_waits_for_the_owners_record_and_asks_for_another_when_it_is_renewed()
    {
        await using var world = await DomainWorld.StartAsync();
        await world.CreateAsync(new DomainSpec { Domain = "example.test", Wildcard = true, MinimumTlsVersion = "1.3" });

        var waiting = await world.DomainAsync(each => each.Validations.Count > 0);
        waiting.Phase.ShouldBe(DomainPhase.Pending);
        waiting.RotateValidationRecords.ShouldBeFalse();
        waiting.Steps.Single(step => step.Name == DomainSteps.Ownership).Reason!.Code.ShouldBe(DomainReasons.ValidationRecordMissing);
        waiting.Validations.ShouldHaveSingleItem().TxtName.ShouldBe("_acme-challenge.example.test");
        await SetAsync(world, waiting);

        var active = await world.DomainAsync(each => each.Phase == DomainPhase.Active);
        active.Validations.ShouldBeEmpty();
        var certificate = world.Platform.Cluster.Certificates[active.Id];
        certificate.RequiresTls13.ShouldBeTrue();
        certificate.Hosts.ShouldBe(["example.test", "*.example.test"]);
        Presented(world, active).MatchesHostname("any.example.test").ShouldBeTrue();
        OrdersOf(world).ShouldBe(1, "waiting makes no further orders");

        world.Time.Advance(TimeSpan.FromDays(61));
        var rotating = await world.DomainAsync(each => each.RotateValidationRecords);
        rotating.Phase.ShouldBe(DomainPhase.Active, "the certificate still holds");
        rotating.Validations.ShouldNotBe(waiting.Validations);
        await SetAsync(world, rotating);
        _ = await world.DomainAsync(each => each is { RotateValidationRecords: false, Validations.Count: 0 });

        static async Task SetAsync(DomainWorld world, Domain domain)
        {
            await world.Pebble.SetTextAsync(domain.Validations[0].TxtName, domain.Validations[0].TxtValue);
            await world.LookAsync(domain);
        }
    }

    [Fact]
    public async Task What_the_authority_cannot_validate_is_told_and_tried_again()
    {
        await using var world = await DomainWorld.StartAsync(answers: false);
        await world.CreateAsync(Www);

        var failed = await world.DomainAsync(each => each.Phase == DomainPhase.Error);
        var step = failed.Steps.Single(each => each.Name == DomainSteps.Certificate);
        (step.Status, step.Reason!.Code).ShouldBe((StepStatus.Error, DomainReasons.CertificateRefused));
        step.Reason.Message.ShouldContain(Host);
        step.Reason.Message.ShouldContain("port 80");
        step.Attempts.ShouldBeGreaterThan(0);
        await world.UntilAsync(async () => (await world.EventsAsync()).Any(each => each.Type == AppEventType.DomainFailed), () => "the failure is announced");

        world.AnswerChallenges();
        _ = await world.DomainAsync(each => each.Phase == DomainPhase.Active);
        await world.UntilAsync(async () => (await world.EventsAsync()).Count == 2, () => "each is announced once");
        (await world.EventsAsync()).Select(each => each.Type).ShouldBe([AppEventType.DomainLive, AppEventType.DomainFailed]);
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_waits_and_is_an_error_only_after_a_while()
    {
        await using var world = await DomainWorld.StartAsync(settings => settings["Pipelines:Domains:Addresses:0"] = "127.0.0.1");
        await world.Pebble.SetAddressesAsync(Host, "192.0.2.7");
        await world.CreateAsync(Www);

        var waiting = await world.DomainAsync(each => each.Steps.Any(step => step.Reason?.Code == DomainReasons.RecordMismatch));
        waiting.Phase.ShouldBe(DomainPhase.Pending);
        var reason = waiting.Steps.Single(step => step.Reason is not null).Reason!.Message;
        reason.ShouldContain("192.0.2.7");
        reason.ShouldContain("CNAME");
        (await world.EventsAsync()).ShouldBeEmpty();
        OrdersOf(world).ShouldBe(0, "nothing is ordered for a name that does not lead here");

        world.Time.Advance(TimeSpan.FromHours(2));
        _ = await world.DomainAsync(each => each.Phase == DomainPhase.Error);
        await world.Pebble.ClearAddressesAsync(Host);
        world.Time.Advance(TimeSpan.FromHours(7));
        _ = await world.DomainAsync(each => each.Phase == DomainPhase.Active);
    }

    [Fact]
    public async Task A_domain_that_leaves_the_spec_leaves_nothing_behind()
    {
        await using var world = await DomainWorld.StartAsync();
        await world.CreateAsync(Www);
        var first = await world.DomainAsync(each => each.Phase == DomainPhase.Active);

        _ = await world.Platform.DeployAsync(DomainWorld.Spec());
        await world.UntilAsync(async () => (await world.ListAsync()).Count == 0 && world.Platform.Cluster.Certificates.IsEmpty, () => "the domain is gone");

        _ = await world.Platform.DeployAsync(DomainWorld.Spec(Www));
        var second = await world.DomainAsync(each => each.Phase == DomainPhase.Active);
        second.Id.ShouldNotBe(first.Id);
        world.Platform.Cluster.Certificates.Keys.ShouldBe([second.Id]);
    }

    [Fact]
    public async Task An_order_under_way_is_taken_up_again_after_a_restart()
    {
        await using var world = await DomainWorld.StartAsync();
        await world.CreateAsync(new DomainSpec { Domain = "example.test", Wildcard = true });
        var waiting = await world.DomainAsync(each => each.Validations.Count > 0);

        await world.Platform.RestartAsync();
        await world.LookAsync(waiting);
        await world.Pebble.SetTextAsync(waiting.Validations[0].TxtName, waiting.Validations[0].TxtValue);
        await world.LookAsync(waiting);
        _ = await world.DomainAsync(each => each.Phase == DomainPhase.Active);
        OrdersOf(world).ShouldBe(1);
    }

    private static X509Certificate2 Presented(DomainWorld world, Domain domain) =>
        X509Certificate2.CreateFromPem(world.Platform.Cluster.Certificates[domain.Id].ChainPem);

    private static int OrdersOf(DomainWorld world) => world.Pebble.CountInLog("Added order");
}
