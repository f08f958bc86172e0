namespace Pipelines.EndToEnd.Conformance;

/// <summary>The tests that share the <see cref="ConformanceApp"/>.</summary>
[CollectionDefinition(nameof(ConformanceSuite))]
public sealed class ConformanceSuite : ICollectionFixture<ConformanceApp>;
