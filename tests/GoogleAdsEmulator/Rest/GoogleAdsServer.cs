using System.Collections.Immutable;
using System.IO.Compression;
using System.Net;
using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Faults;
using MarketingPipeline.GoogleAdsEmulator.Queries;
using MarketingPipeline.GoogleAdsEmulator.SignIn;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>The Google Ads API over REST, and Google's token endpoint, on this machine only.</summary>
public sealed class GoogleAdsServer : IAsyncDisposable
{
    private readonly TimeProvider _clock;
    private WebApplication? _application;

    public GoogleAdsServer(TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        SignIn = new(_clock);
    }

    /// <summary>The accounts, which may change while the server runs.</summary>
    public AccountStore Accounts { get; } = new();

    public GoogleSignIn SignIn { get; }

    public FaultPlan Faults { get; } = new();

    public RequestLog Log { get; } = new();

    /// <summary>The versions that are answered. An older one is sunset; a newer one does not exist.</summary>
    public ImmutableSortedSet<int> ServedVersions { get; set; } = [22, 23, 24, 25, 26];

    /// <summary>Whether a sunset version is a page that is not found, and not an error of the API.</summary>
    public bool SunsetIsHtml { get; set; }

    /// <summary>The accounts that the user enters directly; null for those that are no manager's client.</summary>
    public ImmutableSortedSet<long>? AccessibleAccounts { get; set; }

    /// <summary>The developer token that every request must bring; null for none.</summary>
    public string? RequiredDeveloperToken { get; set; }

    /// <summary>Rows of a batch of searchStream: fewer than Google's, for streams of several batches with few rows.</summary>
    public int RowsPerBatch { get; set; } = 10_000;

    /// <summary>Rows of a page of search.</summary>
    public int RowsPerPage { get; set; } = 10_000;

    /// <summary>How long a page token is good for.</summary>
    public TimeSpan PageTokenLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether metrics of zero are left out of rows, as a client must be able to bear.</summary>
    public bool OmitsZeroMetrics { get; set; }

    /// <summary>Starts on the port, 0 for a free one, and tells where.</summary>
    public async Task<Uri> StartAsync(int port = 0)
    {
        // The empty builder reads no settings: neither the environment nor a file may open the server to others.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddResponseCompression(compression => compression.Providers.Add<GzipCompressionProvider>());
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        _application = builder.Build();
        var handler = new RequestHandler(this, _clock);
        _application.UseResponseCompression();
        _application.Run(handler.InvokeAsync);
        await _application.StartAsync();
        return new(_application.Urls.Single() + "/");
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }
    }

    /// <summary>A query of an account, checked.</summary>
    internal QueryPlan Plan(Account account, string query, int version)
    {
        var plan = QueryPlan.Of(GaqlParser.Parse(query), version, AccountClock.Today(_clock, account.TimeZone));
        return plan.NeedsMetrics && account.IsManager
            ? throw QueryError.Of("REQUESTED_METRICS_FOR_MANAGER", "Metrics cannot be requested for a manager account. To retrieve metrics, issue separate requests against each client account under the manager account.")
            : plan;
    }
}
