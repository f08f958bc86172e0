namespace Octokit;

/// <summary>How much of a list is read.</summary>
public class ApiOptions
{
    /// <summary>Initializes a new instance of the <see cref="ApiOptions"/> class: all of it.</summary>
    public ApiOptions()
    {
    }

    /// <summary>Gets all of a list.</summary>
    public static ApiOptions None => new();

    /// <summary>Gets or sets the first page to read, from 1; null for the first.</summary>
    public int? StartPage { get; set; }

    /// <summary>Gets or sets how many pages to read; null for all.</summary>
    public int? PageCount { get; set; }

    /// <summary>Gets or sets how many elements a page has, at most 100; null for GitHub's own choice.</summary>
    public int? PageSize { get; set; }
}
