using System.Text;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Running;

/// <summary>What a staged date of GA4 was, as far as a change of it must be noticed: by which SQL, whose events, of which day-table.</summary>
/// <param name="Sql">Of what stages a day-table, whichever columns it has.</param>
/// <param name="Owners">Of who owns which of the property's events; nothing where it is the client's alone.</param>
/// <param name="Table">Of the day-table; null where rows are kept of one that is gone.</param>
internal sealed record Ga4Fingerprint(string Sql, string Owners, Ga4TableState? Table)
{
    /// <summary>What every day-table of a run has in common; without the table.</summary>
    public static Ga4Fingerprint Of(ClientRun run) => Of(run.Model, run.Renderer, run.Warehouse.Ga4Export().Reading);

    /// <summary>The same, where day-tables are read so.</summary>
    internal static Ga4Fingerprint Of(ModelRun run, ModelRenderer renderer, string reading)
    {
        var model = ModelGraph.Load()["stg_ga4_events"];
        var values = ModelValues.Of(run, renderer.Dialect).WithSources(run.Client, Ga4Shape.Every(renderer.Dialect), keepsOwner: run.Client.Ga4!.IsShared);
        return new(SqlDigest.Of([reading, renderer.Render(model, values)]), OwnersOf(run.Client), null);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; of anything else, such as an older version's, one that no other is like.</summary>
    public static Ga4Fingerprint Parse(string text) => text.Split('.') switch
    {
        [var sql, var owners, var parts, var times, var content] => new(sql, owners, new(parts, times, content)),
        [var sql, var owners, ..] => new(sql, owners, null),
        _ => new("", "", null),
    };

    public override string ToString() => $"{Sql}.{Owners}.{Table}";

    private static string OwnersOf(Client client)
    {
        if (!client.Ga4!.IsShared)
        {
            return "";
        }

        var text = new StringBuilder(client.Name.Value);
        foreach (var owner in client.PropertyOwners)
        {
            text.Append('\n').Append(owner.Client).Append(' ').AppendJoin(' ', owner.Streams).Append(' ').AppendJoin(' ', owner.Hostnames);
        }

        return SqlDigest.Of(text.ToString());
    }
}
