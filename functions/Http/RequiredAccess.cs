using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Http;

/// <summary>The access that each function asks for, as its <see cref="AccessAttribute"/> says. A function that is not known here needs a token like any without the attribute.</summary>
internal static class RequiredAccess
{
    private static readonly Access s_usual = new(null, false, false);
    private static readonly FrozenDictionary<string, Access> s_functions = Find().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The access that the function of an invocation asks for.</summary>
    public static Access Of(FunctionContext context) => s_functions.GetValueOrDefault(context.FunctionDefinition.Name, s_usual);

    /// <summary>The access that a function asks for.</summary>
    public static Access Of(MethodInfo function) => function.GetCustomAttribute<AccessAttribute>() is { } access
        ? new Access(access.Scope, access.OperatorOnly, access.OpenToThisMachine)
        : s_usual;

    private static IEnumerable<KeyValuePair<string, Access>> Find() =>
        from type in typeof(RequiredAccess).Assembly.GetTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        select KeyValuePair.Create(function.Name, Of(method));

    /// <summary>The access that a function asks for.</summary>
    /// <param name="Scope">What the token must allow; null for what the method implies.</param>
    /// <param name="OperatorOnly">Whether the token must be of the platform's own team.</param>
    /// <param name="OpenToThisMachine">Whether callers on this machine need no token.</param>
    internal sealed record Access(TokenScopes? Scope, bool OperatorOnly, bool OpenToThisMachine)
    {
        public bool NeedsToken => Scope != TokenScopes.None;

        /// <summary>Tells whether a request must have a token.</summary>
        public bool AsksFor(HttpContext http) => NeedsToken && !(OpenToThisMachine && LocalCaller.Is(http));

        /// <summary>What the token of a request must allow.</summary>
        public TokenScopes ScopeFor(string method) =>
            Scope ?? (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) ? TokenScopes.Read : TokenScopes.Write);
    }
}
