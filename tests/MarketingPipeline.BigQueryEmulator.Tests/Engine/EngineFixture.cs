using System.Collections.Immutable;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;

namespace MarketingPipeline.BigQueryEmulator.Tests.Engine;

/// <summary>One engine for all tests: starting it takes longer than most of them.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    public SqlEngine Engine { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Engine.DisposeAsync();

    public static StoredField Field(string name, string type, string mode = "NULLABLE", params StoredField[] fields) => new(name, type, mode, [.. fields]);

    public static StoredTable Table(string dataset, string name, params StoredField[] schema) => new(new TableId("p", dataset, name), [.. schema], [], DateTimeOffset.UnixEpoch);
}

[CollectionDefinition("engine")]
public sealed class EngineCollection : ICollectionFixture<EngineFixture>;
