using System.Globalization;
using System.Runtime.InteropServices;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Loading;
using MarketingPipeline.BigQueryEmulator.Rest;
using MarketingPipeline.BigQueryEmulator.Statements;

const string Usage = "Usage: dotnet run --project tests/BigQueryEmulator -- [--port 9050] [--project emulator] [--data FOLDER] [--token TOKEN]";
var options = new Dictionary<string, string> { ["--port"] = "9050", ["--project"] = "emulator" };
for (var i = 0; i < args.Length; i += 2)
{
    if (args[i] is not ("--port" or "--project" or "--data" or "--token") || i + 1 == args.Length)
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }

    options[args[i]] = args[i + 1];
}

if (!ushort.TryParse(options["--port"], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

await using var engine = new SqlEngine();
await using var server = new BigQueryServer(new StatementRunner(engine)) { RequiredToken = options.GetValueOrDefault("--token") };
if (options.TryGetValue("--data", out var folder))
{
    foreach (var table in await DataFolder.LoadAsync(folder, options["--project"], "US", server.Store))
    {
        Console.WriteLine($"{table.Id.Project}.{table.Id.Dataset}.{table.Id.Table}: {table.Rows.Count} rows");
    }
}

var address = await server.StartAsync(port);
Console.WriteLine($"BigQuery emulator: {address} (API: {address}bigquery/v2/). End it with Ctrl+C.");
using var ended = new ManualResetEventSlim();
void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ended.Set();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
ended.Wait();
return 0;
