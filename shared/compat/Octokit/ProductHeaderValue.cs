using System.Diagnostics.CodeAnalysis;
using Product = System.Net.Http.Headers.ProductHeaderValue;

namespace Octokit;

/// <summary>The program that asks, for the header <c>User-Agent</c>.</summary>
public class ProductHeaderValue
{
    private readonly Product _product;

    /// <summary>Initializes a new instance of the <see cref="ProductHeaderValue"/> class.</summary>
    /// <param name="name">The program's name.</param>
    public ProductHeaderValue(string name)
        : this(new Product(name))
    {
    }

    /// <summary>Initializes a new instance of the <see cref="ProductHeaderValue"/> class.</summary>
    /// <param name="name">The program's name.</param>
    /// <param name="version">Its version.</param>
    public ProductHeaderValue(string name, string version)
        : this(new Product(name, version))
    {
    }

    private ProductHeaderValue(Product product) => _product = product;

    /// <summary>Gets the program's name.</summary>
    public string Name => _product.Name;

    /// <summary>Gets the program's version; null without one.</summary>
    public string? Version => _product.Version;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ProductHeaderValue other && other._product.Equals(_product);

    /// <inheritdoc/>
    public override int GetHashCode() => _product.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => _product.ToString();
}
