using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection.Node;

/// <summary>Start scripts that serve nothing of their own: development servers, and servers of files.</summary>
internal static class StaticServer
{
    private static readonly Regex Known = SourcePattern.Of(
        @"(?:^|[\s;&|/])(react-scripts start|vite( dev| preview| serve)?( -|$)|ng serve|gatsby (develop|serve)|vue-cli-service serve|webpack(-dev-server| serve)|parcel( serve)? |astro (dev|preview)|docusaurus (start|serve)|eleventy|vitepress (dev|preview)|(npx )?serve( |$)|http-server|live-server|lite-server|next dev|nuxt dev|remix dev|expo start|storybook|ember (s|serve|server)$|hexo server|preact watch)");

    internal static bool IsStartedBy(string? script) => script is not null && Known.IsMatch(script);
}
