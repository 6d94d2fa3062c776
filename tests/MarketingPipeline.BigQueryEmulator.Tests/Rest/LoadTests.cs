using System.Text.Json.Nodes;
using Parquet.Serialization;

namespace MarketingPipeline.BigQueryEmulator.Tests.Rest;

public class LoadTests : RestFixture
{
    private static string? Error(JsonObject job) => job["status"]!["errorResult"]?["message"]!.GetValue<string>();

    [Fact]
    public async Task Json_lines_of_every_type()
    {
        await CreateDatasetAsync();
        var job = await LoadAsync("t", """
            {"i":"1","f":1.5,"b":true,"s":"x","n":"1.25","d":"2024-01-31","ts":"2024-01-31T10:00:00+01:00","dt":"2024-01-31 10:00:00","t":"10:00:00","j":{"a":[1]},"y":"AAE=","r":[{"k":"a","v":{"x":1}}],"l":[1,2]}
            {"ts":1706691600.5,"I":2}
            """, ""","schema":{"fields":[{"name":"i","type":"INTEGER"},{"name":"f","type":"FLOAT"},{"name":"b","type":"BOOL"},{"name":"s","type":"STRING"},{"name":"n","type":"NUMERIC"},{"name":"d","type":"DATE"},{"name":"ts","type":"TIMESTAMP"},{"name":"dt","type":"DATETIME"},{"name":"t","type":"TIME"},{"name":"j","type":"JSON"},{"name":"y","type":"BYTES"},{"name":"r","type":"RECORD","mode":"REPEATED","fields":[{"name":"k","type":"STRING"},{"name":"v","type":"RECORD","fields":[{"name":"x","type":"INTEGER"}]}]},{"name":"l","type":"INTEGER","mode":"REPEATED"}]}""");
        Assert.Null(Error(job));
        Assert.Equal("2", job["statistics"]!["load"]!["outputRows"]!.GetValue<string>());
        Assert.Equal(
            """[{"f":[{"v":"1"},{"v":"1.5"},{"v":"true"},{"v":"x"},{"v":"1.25"},{"v":"2024-01-31"},{"v":"1706691600000000"},{"v":"2024-01-31T10:00:00"},{"v":"10:00:00"},{"v":"{\u0022a\u0022:[1]}"},{"v":"AAE="},{"v":[{"v":{"f":[{"v":"a"},{"v":{"f":[{"v":"1"}]}}]}}]},{"v":[{"v":"1"},{"v":"2"}]}]},{"f":[{"v":"2"},{"v":null},{"v":null},{"v":null},{"v":null},{"v":null},{"v":"1706691600500000"},{"v":null},{"v":null},{"v":null},{"v":null},{"v":[]},{"v":[]}]}]""",
            await RowsAsync("t", "?formatOptions.useInt64Timestamp=true"));
    }

    [Theory]
    [InlineData("INTEGER", "\"1.5\"")]
    [InlineData("INTEGER", "1.5")]
    [InlineData("INTEGER", "true")]
    [InlineData("INTEGER", "9223372036854775808")]
    [InlineData("FLOAT", "\"x\"")]
    [InlineData("BOOLEAN", "3")]
    [InlineData("NUMERIC", "\"0.1234567891\"")]
    [InlineData("DATE", "\"2024-02-30\"")]
    [InlineData("DATE", "20240101")]
    [InlineData("TIMESTAMP", "\"yesterday\"")]
    [InlineData("DATETIME", "\"2024-01-01T00:00:00Z\"")]
    [InlineData("TIME", "\"25:00:00\"")]
    [InlineData("STRING", "{}")]
    [InlineData("STRING", "[\"a\"]")]
    [InlineData("BYTES", "\"*\"")]
    public async Task A_bad_value_fails_the_whole_file(string type, string value)
    {
        await CreateDatasetAsync();
        await CreateTableAsync("t", $$$"""{"name":"a","type":"{{{type}}}"}""");
        var job = await LoadAsync("t", "{\"a\":null}\n{\"a\":" + value + "}");
        Assert.Equal("Error while reading data, error message: JSON table encountered too many errors, giving up. Rows: 1; errors: 1. Please look into the errors[] collection for more details.", Error(job));
        Assert.Equal(2, job["status"]!["errors"]!.AsArray().Count);
        Assert.Contains("JSON parsing error in row starting at position 11", job["status"]!["errors"]![1]!["message"]!.GetValue<string>());
        Assert.Equal("0", (await GetAsync("datasets/d/tables/t"))["numRows"]!.GetValue<string>());
    }

    [Fact]
    public async Task Bad_rows_may_be_allowed_and_unknown_fields_ignored()
    {
        await CreateDatasetAsync();
        await CreateTableAsync("t", """{"name":"a","type":"INTEGER","mode":"REQUIRED"}""");
        const string File = "{\"a\":1,\"x\":2}\n{\"a\":2}\nnot json\n{}";
        Assert.NotNull(Error(await LoadAsync("t", File, ",\"maxBadRecords\":2")));
        var job = await LoadAsync("t", File, ",\"maxBadRecords\":2,\"ignoreUnknownValues\":true");
        Assert.Null(Error(job));
        Assert.Equal("2", job["statistics"]!["load"]!["badRecords"]!.GetValue<string>());
        Assert.Equal("2", job["statistics"]!["load"]!["outputRows"]!.GetValue<string>());
        Assert.Equal(2, job["status"]!["errors"]!.AsArray().Count);
    }

    [Fact]
    public async Task Csv_with_header_quotes_and_nulls()
    {
        await CreateDatasetAsync();
        const string File = "a,b,c\r\n1,\"x, \"\"y\"\"\nz\",2024-01-01\r\n,NULL,\r\n3,\"NULL\",2024-01-02\r\n";
        const string Schema = ""","schema":{"fields":[{"name":"a","type":"INTEGER"},{"name":"b","type":"STRING"},{"name":"c","type":"DATE"}]},"skipLeadingRows":1,"nullMarker":"NULL" """;
        Assert.Null(Error(await LoadAsync("t", File, Schema, format: "CSV")));
        Assert.Equal("""[{"f":[{"v":"1"},{"v":"x, \u0022y\u0022\nz"},{"v":"2024-01-01"}]},{"f":[{"v":null},{"v":null},{"v":null}]},{"f":[{"v":"3"},{"v":"NULL"},{"v":"2024-01-02"}]}]""", await RowsAsync("t"));
        Assert.Contains("CSV table encountered too many errors", Error(await LoadAsync("t", "1,2\n", Schema.Replace("\"skipLeadingRows\":1", "\"skipLeadingRows\":0"), format: "CSV")));
    }

    [Fact]
    public async Task Schemas_are_detected()
    {
        await CreateDatasetAsync();
        await LoadAsync("c", "id,When it was,ok,x\n1,2024-01-01 10:00:00,true,1.5\n2,2024-01-02,false,2\n", ",\"autodetect\":true", format: "CSV");
        Assert.Equal(["id INTEGER", "When_it_was TIMESTAMP", "ok BOOLEAN", "x FLOAT"], (await GetAsync("datasets/d/tables/c"))["schema"]!["fields"]!.AsArray().Select(field => $"{field!["name"]} {field["type"]}"));
        await LoadAsync("j", """
            {"a":1,"r":{"x":[{"y":"2024-01-01"}]}}
            {"a":1.5,"r":{"z":null}}
            """, ",\"autodetect\":true");
        Assert.Equal(
            """[{"name":"a","type":"FLOAT","mode":"NULLABLE"},{"name":"r","type":"RECORD","mode":"NULLABLE","fields":[{"name":"x","type":"RECORD","mode":"REPEATED","fields":[{"name":"y","type":"DATE","mode":"NULLABLE"}]},{"name":"z","type":"STRING","mode":"NULLABLE"}]}]""",
            (await GetAsync("datasets/d/tables/j"))["schema"]!["fields"]!.ToJsonString());
    }

    [Fact]
    public async Task Dispositions()
    {
        await CreateDatasetAsync();
        const string Schema = ",\"schema\":{\"fields\":[{\"name\":\"a\",\"type\":\"INTEGER\"}]}";
        Assert.Equal("notFound", (await LoadAsync("t", "{\"a\":1}", Schema + ",\"createDisposition\":\"CREATE_NEVER\""))["status"]!["errorResult"]!["reason"]!.GetValue<string>());
        Assert.Equal("No schema specified on job or table.", Error(await LoadAsync("t", "{\"a\":1}")));
        Assert.Null(Error(await LoadAsync("t", "{\"a\":1}", Schema + ",\"clustering\":{\"fields\":[\"a\"]}")));
        await LoadAsync("t", "{\"a\":2}");
        Assert.Equal("duplicate", (await LoadAsync("t", "{\"a\":3}", ",\"writeDisposition\":\"WRITE_EMPTY\""))["status"]!["errorResult"]!["reason"]!.GetValue<string>());
        Assert.Equal("2", (await GetAsync("datasets/d/tables/t"))["numRows"]!.GetValue<string>());
        await LoadAsync("t", "{\"b\":\"x\"}", ",\"autodetect\":true,\"clustering\":{\"fields\":[\"b\"]},\"writeDisposition\":\"WRITE_TRUNCATE\"");
        Assert.Equal("""[{"f":[{"v":"x"}]}]""", await RowsAsync("t"));
    }

    [Fact]
    public async Task Columns_are_added_only_where_allowed()
    {
        await CreateDatasetAsync();
        await CreateTableAsync("t", """{"name":"a","type":"INTEGER"}""");
        await LoadAsync("t", "{\"a\":1}");
        const string Schema = ",\"schema\":{\"fields\":[{\"name\":\"a\",\"type\":\"INTEGER\"},{\"name\":\"b\",\"type\":\"STRING\"}]}";
        Assert.Contains("Cannot add fields (field: b)", Error(await LoadAsync("t", "{\"a\":2,\"b\":\"x\"}", Schema)));
        Assert.Null(Error(await LoadAsync("t", "{\"a\":2,\"b\":\"x\"}", Schema + ",\"schemaUpdateOptions\":[\"ALLOW_FIELD_ADDITION\"]")));
        Assert.Equal("""[{"f":[{"v":"1"},{"v":null}]},{"f":[{"v":"2"},{"v":"x"}]}]""", await RowsAsync("t"));
        Assert.Contains("has changed type from INTEGER to STRING", Error(await LoadAsync("t", "{}", ",\"schema\":{\"fields\":[{\"name\":\"a\",\"type\":\"STRING\"}]}")));
    }

    [Fact]
    public async Task Parquet_with_nested_records()
    {
        await CreateDatasetAsync();
        using var file = new MemoryStream();
        await ParquetSerializer.SerializeAsync([new Event { Name = "a", At = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc), Amount = 1.5m, Items = [new() { Id = 7, Tags = ["x", "y"] }] }, new Event { Name = null, Items = [] }], file);
        Assert.Null(Error(await LoadAsync("t", file.ToArray(), format: "PARQUET")));
        Assert.Equal(["Name STRING NULLABLE", "At", "Amount BIGNUMERIC NULLABLE", "Items RECORD REPEATED"], (await GetAsync("datasets/d/tables/t"))["schema"]!["fields"]!.AsArray().Select(field => field!["name"]!.GetValue<string>() == "At" ? "At" : $"{field["name"]} {field["type"]} {field["mode"]}"));
        var rows = JsonNode.Parse(await RowsAsync("t", "?selectedFields=Name,Amount,Items"))!;
        Assert.Equal("""[{"f":[{"v":"a"},{"v":"1.5"},{"v":[{"v":{"f":[{"v":"7"},{"v":[{"v":"x"},{"v":"y"}]}]}}]}]},{"f":[{"v":null},{"v":"0"},{"v":[]}]}]""", rows.ToJsonString());
        Assert.Contains("not in Parquet format", Error(await LoadAsync("t", "no parquet"u8.ToArray(), format: "PARQUET")));
    }

    [Fact]
    public async Task A_folder_becomes_tables()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "ga4"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "ga4", "events_20240101.jsonl"), """{"event_name":"x","event_params":[{"key":"k","value":{"int_value":1}}]}""");
            await using (var file = File.Create(Path.Combine(folder.FullName, "ga4", "flat.parquet")))
            {
                await ParquetSerializer.SerializeAsync([new Item { Id = 1, Tags = [] }], file);
            }

            var tables = await Loading.DataFolder.LoadAsync(folder.FullName, "p", "US", Server.Store);
            Assert.Equal(["events_20240101", "flat"], tables.Select(table => table.Id.Table));
            Assert.Equal("1", (await GetAsync("datasets/ga4/tables/events_20240101"))["numRows"]!.GetValue<string>());
        }
        finally
        {
            folder.Delete(true);
        }
    }

    public sealed class Event
    {
        public string? Name { get; set; }

        public DateTime At { get; set; }

        public decimal Amount { get; set; }

        public List<Item> Items { get; set; } = [];
    }

    public sealed class Item
    {
        public long Id { get; set; }

        public List<string> Tags { get; set; } = [];
    }
}
