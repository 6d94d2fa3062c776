using System.Reflection;
using System.Runtime.Loader;

namespace MarketingPipeline.Loader;

/// <summary>
/// Everything below the module's <c>lib</c> folder, managed and native, in a context of its own: another module in the same
/// process may bring another version of any of these libraries, and neither sees the other's.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    /// <summary>The assembly whose .deps.json lists what lib holds.</summary>
    internal const string RootAssembly = "MarketingPipeline.Runtime.dll";

    private readonly AssemblyDependencyResolver _resolver;

    internal ModuleLoadContext(string lib)
        : base("MarketingPipeline") =>
        _resolver = new AssemblyDependencyResolver(Path.Combine(lib, RootAssembly));

    /// <summary>The file in lib that holds an assembly; null where lib has none of that name.</summary>
    internal string? Find(AssemblyName name) => _resolver.ResolveAssemblyToPath(name);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        Find(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : nint.Zero;
}
