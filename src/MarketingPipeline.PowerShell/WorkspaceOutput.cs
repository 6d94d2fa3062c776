using System.Management.Automation;

namespace MarketingPipeline.PowerShell;

/// <summary>
/// Marks an emitted object with the workspace it comes from. Without it, <c>Get-PipelineClient -Workspace ./a | Invoke-MartBuild</c>
/// would build a client of the same name in whatever workspace the session stands in.
/// </summary>
internal static class WorkspaceOutput
{
    private const string Property = "Workspace";

    internal static object In(object value, string root)
    {
        if (value is string)
        {
            return value;
        }

        var marked = PSObject.AsPSObject(value);
        if (marked.Properties[Property] is null)
        {
            marked.Properties.Add(new PSNoteProperty(Property, root));
        }

        return marked;
    }
}
