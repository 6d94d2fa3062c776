using System.Globalization;
using System.Text.Json;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Core.Workspaces.Settings;

namespace MarketingPipeline.Core.Tests.Workspaces;

public sealed class SchemaTests
{
    public static TheoryData<string> Schemas => new(JsonSchemas.Names);

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Schema_and_reader_know_the_same_properties(string name)
    {
        var shape = name == JsonSchemas.Pipeline ? SettingsShape.Pipeline : SettingsShape.Client;

        Assert.Equal(Paths(shape, "").Order(StringComparer.Ordinal), Properties(Schema(name), "").Select(property => property.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Every_property_is_described_and_every_object_closed(string name)
    {
        Assert.All(Properties(Schema(name), ""), property => Assert.False(string.IsNullOrWhiteSpace(property.Schema.GetProperty("description").GetString()), property.Path));
        Assert.All(Objects(Schema(name)), found => Assert.False(found.GetProperty("additionalProperties").GetBoolean()));
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", Schema(name).GetProperty("$schema").GetString());
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Limits_of_whole_numbers_are_the_readers(string name)
    {
        var numbers = Properties(Schema(name), "").Where(property => property.Schema.TryGetProperty("maximum", out _)).ToList();

        Assert.NotEmpty(numbers);
        foreach (var (path, schema) in numbers)
        {
            var (minimum, maximum) = (schema.GetProperty("minimum").GetInt32(), schema.GetProperty("maximum").GetInt32());
            Assert.Empty(FindingsWith(name, path, minimum));
            Assert.Empty(FindingsWith(name, path, maximum));
            Assert.Equal(path, Assert.Single(FindingsWith(name, path, minimum - 1)).Property);
            Assert.Equal(path, Assert.Single(FindingsWith(name, path, maximum + 1)).Property);
        }
    }

    [Fact]
    public void An_unknown_schema_is_not_found() =>
        Assert.Equal(PipelineErrorKind.NotFound, Assert.Throws<PipelineException>(() => JsonSchemas.Read("../Client.cs")).Kind);

    private static JsonElement Schema(string name) => JsonDocument.Parse(JsonSchemas.Read(name)).RootElement;

    private static IReadOnlyList<Finding> FindingsWith(string schema, string path, int value)
    {
        var number = value.ToString(CultureInfo.InvariantCulture);
        if (schema == JsonSchemas.Pipeline)
        {
            var setting = path.StartsWith("bigQuery.", StringComparison.Ordinal)
                ? $"'bigQuery': {{ 'project': 'agency-prod', '{path["bigQuery.".Length..]}': {number} }}"
                : $"'{path}': {number}";
            using var pipeline = new TemporaryWorkspace($"{{ {setting} }}");
            return Record.Exception(pipeline.Read) is PipelineException error ? error.Findings : pipeline.Findings();
        }

        var parts = path.Split('.');
        string Sources(string source, string given) => parts[0] == source ? $"{given}, '{parts[^1]}': {number}" : given;
        var ga4 = Sources("ga4", "'path': 'x'");
        var googleAds = Sources("googleAds", "'customerId': '1234567890'");
        var own = parts.Length == 1 ? $", '{path}': {number}" : "";
        using var client = new TemporaryWorkspace().Client("a", $"'ga4': {{ {ga4} }}, 'googleAds': {{ {googleAds} }}{own}");
        return client.Findings();
    }

    private static IEnumerable<string> Paths(SettingsShape shape, string prefix) =>
        shape.Properties.SelectMany(property => (IEnumerable<string>)[prefix + property.Name, .. property.Inner is null ? [] : Paths(property.Inner, prefix + property.Name + ".")]);

    /// <summary>All properties of a schema, those of objects in lists under the list's name.</summary>
    private static IEnumerable<(string Path, JsonElement Schema)> Properties(JsonElement schema, string prefix)
    {
        foreach (var variant in Variants(schema).Where(variant => variant.TryGetProperty("properties", out _)))
        {
            foreach (var property in variant.GetProperty("properties").EnumerateObject())
            {
                yield return (prefix + property.Name, property.Value);
                foreach (var inner in Properties(property.Value, prefix + property.Name + "."))
                {
                    yield return inner;
                }
            }
        }
    }

    private static IEnumerable<JsonElement> Objects(JsonElement schema) => Variants(schema)
        .Where(variant => variant.TryGetProperty("properties", out _))
        .SelectMany(variant => (IEnumerable<JsonElement>)[variant, .. variant.GetProperty("properties").EnumerateObject().SelectMany(property => Objects(property.Value))]);

    /// <summary>What a value can be; conditions (if, then, oneOf with required only) describe no values.</summary>
    private static IEnumerable<JsonElement> Variants(JsonElement schema)
    {
        if (schema.TryGetProperty("items", out var items))
        {
            return Variants(items);
        }

        return schema.TryGetProperty("properties", out _) || !schema.TryGetProperty("oneOf", out var variants) ? [schema] : variants.EnumerateArray().SelectMany(Variants);
    }
}
