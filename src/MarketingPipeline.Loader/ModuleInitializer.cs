using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace MarketingPipeline.Loader;

/// <summary>
/// Tells the default load context where the product's assemblies are, before PowerShell reads the cmdlets' types.
/// </summary>
/// <remarks>
/// This must be an assembly of its own that the manifest lists under NestedModules. PowerShell reads an assembly's exported
/// types before it calls <see cref="OnImport"/>; were this class beside the cmdlets, an enum from lib in a parameter would
/// fail the import before the handler is there.
/// </remarks>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string OwnPrefix = "MarketingPipeline.";

    private static readonly object Gate = new();
    private static ModuleLoadContext? _context;
    private static int _imports;

    /// <summary>Begins to answer for the product's assemblies. Called once for each import, from any runspace.</summary>
    public void OnImport()
    {
        lock (Gate)
        {
            _context ??= new ModuleLoadContext(Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!, "lib"));
            if (_imports++ == 0)
            {
                AssemblyLoadContext.Default.Resolving += Resolve;
            }
        }
    }

    /// <summary>Stops to answer when the last runspace has removed the module. What is loaded stays loaded.</summary>
    /// <param name="psModuleInfo">The module removed.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Gate)
        {
            if (_imports > 0 && --_imports == 0)
            {
                AssemblyLoadContext.Default.Resolving -= Resolve;
            }
        }
    }

    // Only our own names: a dependency that lib brings must never be handed to another module.
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name?.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase) == true
        && _context is { } ours
        && ours.Find(name) is not null
            ? ours.LoadFromAssemblyName(name)
            : null;
}
