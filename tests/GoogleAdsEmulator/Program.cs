using System.Globalization;
using System.Runtime.InteropServices;
using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Loading;
using MarketingPipeline.GoogleAdsEmulator.Rest;

const string Usage = "Usage: dotnet run --project tests/GoogleAdsEmulator -- [--port 9060] [--data FOLDER]";
var options = new Dictionary<string, string> { ["--port"] = "9060" };
for (var i = 0; i < args.Length; i += 2)
{
    if (args[i] is not ("--port" or "--data") || i + 1 == args.Length)
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

await using var server = new GoogleAdsServer();
if (!options.TryGetValue("--data", out var folder))
{
    server.Accounts.Put(ExampleAccounts.Create(DateOnly.FromDateTime(DateTime.Today)));
}
else if (Directory.Exists(folder))
{
    try
    {
        server.Accounts.Put(AccountFolder.Load(folder));
    }
    catch (AccountFolderException error)
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    }
}
else
{
    Console.Error.WriteLine($"There is no folder {folder}. {Usage}");
    return 2;
}

var address = await server.StartAsync(port);
Console.WriteLine($"Google Ads emulator: {address} (API: {address}v{server.ServedVersions.Max}/). End it with Ctrl+C.");
Console.WriteLine($"Sign in at {address}token: client id {server.SignIn.ClientId}, client secret {server.SignIn.ClientSecret}, refresh token {server.SignIn.RefreshToken}");
foreach (var line in AccountList.Lines(server.Accounts.Current))
{
    Console.WriteLine(line);
}

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
