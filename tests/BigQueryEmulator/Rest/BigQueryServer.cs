using System.Net;
using MarketingPipeline.BigQueryEmulator.Faults;
using MarketingPipeline.BigQueryEmulator.Jobs;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>BigQuery's REST API on this machine only.</summary>
public sealed class BigQueryServer : IAsyncDisposable
{
    private readonly IStatementRunner _runner;
    private readonly string _location;
    private WebApplication? _application;

    public BigQueryServer(IStatementRunner runner, TimeProvider? clock = null, string location = "US")
    {
        _runner = runner;
        _location = location;
        Store = new(clock ?? TimeProvider.System);
        Jobs = new(Store);
    }

    public Store Store { get; }

    public JobService Jobs { get; }

    public FaultPlan Faults { get; } = new();

    public RequestLog Log { get; } = new();

    /// <summary>The token that every request must bring; null for none.</summary>
    public string? RequiredToken { get; set; }

    /// <summary>Whether a request's field that the API does not have, or has with another type, is an error: to test a client of one's own.</summary>
    public bool RefusesUnknownFields { get; set; }

    /// <summary>Starts on the port, 0 for a free one, and tells where.</summary>
    public async Task<Uri> StartAsync(int port = 0)
    {
        // The empty builder reads no settings: neither the environment nor a file may open the server to others.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRouting();
        builder.Services.AddRequestDecompression();
        _application = builder.Build();
        var faults = new FaultMiddleware(Faults, Log, () => RequiredToken);
        _application.UseRequestDecompression();
        _application.Use(faults.InvokeAsync);
        _application.Use(ErrorsAsync);
        _application.UseRouting();
        Map(_application);
        await _application.StartAsync();
        return new(_application.Urls.Single() + "/");
    }

    public async ValueTask DisposeAsync()
    {
        Jobs.CancelAll();
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }
    }

    private void Map(WebApplication routes)
    {
        var rest = new RestContext(Store, _runner, Jobs, _location);
        var submission = new JobSubmission(rest);
        DatasetEndpoints.Map(routes, rest);
        TableEndpoints.Map(routes, rest);
        TableDataEndpoints.Map(routes, rest);
        JobEndpoints.Map(routes, rest, submission);
        new QueryEndpoints(rest, submission).Map(routes);
        new UploadEndpoints(submission).Map(routes);
        routes.MapFallback((HttpContext http) => ErrorBody.WriteAsync(http, "notFound", $"The emulator has no {http.Request.Method} {http.Request.Path}."));
    }

    private async Task ErrorsAsync(HttpContext http, RequestDelegate next)
    {
        if (RefusesUnknownFields)
        {
            http.Items[Json.RefusesUnknown] = true;
        }

        try
        {
            await next(http);
        }
        catch (SqlException error)
        {
            await ErrorBody.WriteAsync(http, error.Reason, error.Message, location: error.Reason == "invalidQuery" ? "q" : null);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads the answer.
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            await ErrorBody.WriteAsync(http, "internalError", $"{error.GetType().Name}: {error.Message}");
        }
    }
}
