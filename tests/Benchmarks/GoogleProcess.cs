using System.Diagnostics;
using System.Globalization;
using System.Security;
using System.Text.Json;
using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Rest;

namespace MarketingPipeline.Benchmarks;

/// <summary>The Google Ads emulator with a generated account, in a process of its own: its memory and time are not the product's.</summary>
internal sealed class GoogleProcess : IAsyncDisposable
{
    public const long Customer = 1234567890;
    public const string Argument = "google-ads-server";

    private readonly Process _process;

    private GoogleProcess(Process process, Uri address, string clientJson) => (_process, Address, ClientJson) = (process, address, clientJson);

    public Uri Address { get; }

    private string ClientJson { get; }

    public static async Task<GoogleProcess> StartAsync(int adGroups, int days, DateOnly last)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[.. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(GoogleProcess).Assembly.Location] : Array.Empty<string>(), Argument, Text(adGroups), Text(days), last.ToString("O", CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync();
        var client = await process.StandardOutput.ReadLineAsync();
        return new GoogleProcess(process, new Uri(address!), client!);
    }

    /// <summary>What the child process does: it serves until its input ends.</summary>
    public static async Task ServeAsync(int adGroups, int days, DateOnly last)
    {
        await using var server = new GoogleAdsServer();
        server.Accounts.Put(new GeneratedAccount(Customer, adGroups, last.AddDays(1 - days), days));
        Console.WriteLine(await server.StartAsync());
        Console.WriteLine(JsonSerializer.Serialize(new { type = "authorized_user", client_id = server.SignIn.ClientId, client_secret = server.SignIn.ClientSecret, refresh_token = server.SignIn.RefreshToken }));
        while (await Console.In.ReadLineAsync() is { } ask)
        {
            Console.WriteLine(ask == "token"
                ? server.SignIn.Issue()
                : JsonSerializer.Serialize(server.Log.Requests.Where(request => request is { Method: "searchStream", From: not null }).Select(request => request.Query)));
            if (ask == "queries")
            {
                server.Log.Clear();
            }
        }
    }

    public SecureString Credential()
    {
        var secret = new SecureString();
        foreach (var letter in ClientJson)
        {
            secret.AppendChar(letter);
        }

        return secret;
    }

    public Task<string> TokenAsync() => AskAsync("token");

    /// <summary>The reports that were asked for since the last call.</summary>
    public async Task<string[]> QueriesAsync() => JsonSerializer.Deserialize<string[]>(await AskAsync("queries"))!;

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> AskAsync(string what)
    {
        await _process.StandardInput.WriteLineAsync(what);
        await _process.StandardInput.FlushAsync();
        return (await _process.StandardOutput.ReadLineAsync())!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
