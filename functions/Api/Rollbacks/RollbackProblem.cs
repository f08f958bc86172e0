namespace Pipelines.Functions.Api.Rollbacks;

/// <summary>Why a rollback is not possible.</summary>
/// <param name="Code">For a program: one of the codes that the Apps API names for failing conditions (<c>app_rollback_validation_condition</c>).</param>
/// <param name="Message">For a person.</param>
/// <param name="Components">The components it is about.</param>
public sealed record RollbackProblem(string Code, string Message, IReadOnlyList<string> Components);
