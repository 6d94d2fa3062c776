using System.Text;
using MarketingPipeline.GoogleAdsEmulator.Faults;
using MarketingPipeline.GoogleAdsEmulator.SignIn;

namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>Records each request, does to it what the fault plan says, and answers it.</summary>
internal sealed class RequestHandler
{
    private readonly GoogleAdsServer _server;
    private readonly AccessChecks _access;
    private readonly RequestRecorder _recorder;
    private readonly TokenEndpoint _token;
    private readonly AccessibleCustomersEndpoint _accessible;
    private readonly SearchEndpoint _search;
    private readonly SearchStreamEndpoint _stream;

    public RequestHandler(GoogleAdsServer server, TimeProvider clock)
    {
        _server = server;
        _access = new(server);
        _recorder = new(server.Accounts, clock);
        _token = new(server.SignIn);
        _accessible = new(server, _access);
        _search = new(server, _access, new(clock));
        _stream = new(server, _access);
    }

    public async Task InvokeAsync(HttpContext http)
    {
        var call = ApiCall.Of(http.Request.Method, http.Request.Path.Value ?? "");
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var requestId = RequestId.New();
        var recorded = _recorder.Record(http.Request, call, body, requestId);
        _server.Log.Add(recorded);
        var request = new Request(http, call, body, requestId, _server.Faults.Of(recorded));
        try
        {
            await WaitAsync(request);
            await AnswerAsync(request);
        }
        catch (ApiErrorException error) when (!http.Response.HasStarted)
        {
            await ErrorBody.WriteAsync(http, call, error.Error, requestId);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads the answer.
        }
        catch (Exception error) when (error is not CutException && !http.Response.HasStarted)
        {
            await ErrorBody.WriteAsync(http, call, new("internalError", "INTERNAL_ERROR", $"{error.GetType().Name}: {error.Message}"), requestId);
        }
        finally
        {
            recorded.Status = http.Response.StatusCode;
        }
    }

    private static async Task WaitAsync(Request request)
    {
        foreach (var fault in request.Faults)
        {
            if (fault is Fault.Slow slow)
            {
                await Task.Delay(slow.Delay, request.Cancellation);
            }

            if (fault is Fault.Held { Batches: 0 } held)
            {
                await held.Until.WaitAsync(request.Cancellation);
            }
        }
    }

    private Task AnswerAsync(Request request)
    {
        var http = request.Http;
        switch (request.Faults.FirstOrDefault(fault => fault is Fault.Dropped or Fault.HtmlAnswer or Fault.Refused or Fault.LimitedDays))
        {
            case Fault.Dropped:
                http.Abort();
                return Task.CompletedTask;
            case Fault.HtmlAnswer html:
                return HtmlPage.WriteAsync(http, html.Code);
            case Fault.Refused refused:
                http.Response.Headers["request-id"] = request.RequestId;
                throw new ApiErrorException(refused.Told);
            case Fault.LimitedDays:
                http.Response.Headers["request-id"] = request.RequestId;
                throw new ApiErrorException(((Fault.Refused)Fault.ResponseTooLarge).Told);
            default:
                return DispatchAsync(request);
        }
    }

    private Task DispatchAsync(Request request)
    {
        if (request.Call.Method == ApiCall.Token)
        {
            return _token.AnswerAsync(request.Http, request.Body);
        }

        if (request.Call is not { Method: not ApiCall.Unknown, Version: { } version })
        {
            return HtmlPage.WriteAsync(request.Http, 404);
        }

        var isSunset = version < _server.ServedVersions.Min;
        if (!_server.ServedVersions.Contains(version) && (!isSunset || _server.SunsetIsHtml))
        {
            return HtmlPage.WriteAsync(request.Http, 404);
        }

        request.Http.Response.Headers["request-id"] = request.RequestId;
        if (isSunset)
        {
            throw new ApiErrorException("requestError", "UNSUPPORTED_VERSION", FormattableString.Invariant($"Version v{version} is deprecated. Requests to this version will be blocked."));
        }

        _access.Caller(request.Http.Request);
        return request.Call.Method switch
        {
            ApiCall.ListAccessibleCustomers => _accessible.AnswerAsync(request),
            ApiCall.Search => _search.AnswerAsync(request),
            _ => _stream.AnswerAsync(request),
        };
    }
}
