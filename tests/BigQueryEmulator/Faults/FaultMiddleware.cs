using System.Text;
using MarketingPipeline.BigQueryEmulator.Rest;

namespace MarketingPipeline.BigQueryEmulator.Faults;

/// <summary>Records each request, demands its token and does to it what the plan says.</summary>
public sealed class FaultMiddleware(FaultPlan plan, RequestLog log, Func<string?> requiredToken)
{
    private const int RecordedBytes = 256 * 1024;
    private const string Hidden = "***";
    private static readonly string[] RecordedHeaders = ["Content-Type", "Content-Range", "Content-Length", "If-Match", "User-Agent", "X-Upload-Content-Type", "X-Upload-Content-Length", "x-goog-api-client"];

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        var path = request.Path.Value ?? "";
        request.Path = ApiMethod.Route(path);
        var token = Token(request);
        var recorded = await RecordAsync(http, path, token);
        log.Add(recorded);
        try
        {
            if (!recorded.HadToken)
            {
                await WriteErrorAsync(http, (Fault.Refused)Fault.Unauthorized);
            }
            else
            {
                await AnswerAsync(http, next, plan.Of(recorded));
            }
        }
        finally
        {
            recorded.Status = http.Response.StatusCode;
        }
    }

    private static async Task AnswerAsync(HttpContext http, RequestDelegate next, IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults)
        {
            if (fault is Fault.OfJob job)
            {
                FaultPlan.SetJobFault(http, job.Job);
            }

            if (fault is Fault.Interrupted interrupted)
            {
                FaultPlan.SetInterruption(http, interrupted.Bytes);
            }

            if (fault is Fault.Slow slow)
            {
                await Task.Delay(slow.Delay, http.RequestAborted);
            }
        }

        switch (faults.FirstOrDefault(fault => fault is not (Fault.OfJob or Fault.Interrupted or Fault.Slow)))
        {
            case Fault.Dropped { AfterWork: false }:
                http.Abort();
                break;
            case Fault.Dropped:
                await WithoutAnswerAsync(http, next);
                http.Abort();
                break;
            case Fault.Truncated:
                await TruncateAsync(http, await WithoutAnswerAsync(http, next));
                break;
            case Fault.Html:
                http.Response.StatusCode = StatusCodes.Status502BadGateway;
                http.Response.ContentType = "text/html; charset=UTF-8";
                await http.Response.WriteAsync("<!DOCTYPE html>\n<html lang=en>\n<title>Error 502 (Server Error)!!1</title>\n<p>The server encountered a temporary error and could not complete your request.</p></html>\n");
                break;
            case Fault.Refused refused:
                await WriteErrorAsync(http, refused);
                break;
            default:
                await next(http);
                break;
        }
    }

    private static Task WriteErrorAsync(HttpContext http, Fault.Refused refused)
    {
        if (refused.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (refused.Reason == "authError")
        {
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"";
        }

        return ErrorBody.WriteAsync(http, refused.Reason, refused.Message, refused.Code, refused.Reason == "authError" ? "Authorization" : null);
    }

    private static async Task<byte[]> WithoutAnswerAsync(HttpContext http, RequestDelegate next)
    {
        var body = http.Response.Body;
        using var kept = new MemoryStream();
        http.Response.Body = kept;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = body;
        }

        return kept.ToArray();
    }

    private static async Task TruncateAsync(HttpContext http, byte[] answer)
    {
        http.Response.ContentLength = answer.Length;
        await http.Response.Body.WriteAsync(answer.AsMemory(0, answer.Length / 2));
        await http.Response.Body.FlushAsync();
        http.Abort();
    }

    private async Task<RecordedRequest> RecordAsync(HttpContext http, string path, string? token)
    {
        var request = http.Request;
        var method = ApiMethod.Of(request.Method, request.Path);
        var required = requiredToken();
        // The bytes of a resumable upload are read only where they are stored: a connection may break among them.
        var body = method == "jobs.upload" ? "" : await BodyAsync(http);
        string Shown(string text) => string.IsNullOrEmpty(token) ? text : text.Replace(token, Hidden, StringComparison.Ordinal);
        return new(
            method,
            request.Method,
            path,
            Shown(Uri.UnescapeDataString(request.QueryString.Value ?? "")),
            Shown(body),
            RecordedHeaders.Where(request.Headers.ContainsKey).ToDictionary(name => name, name => Shown(request.Headers[name].ToString()), StringComparer.OrdinalIgnoreCase))
        {
            HadToken = required is null || token == required,
        };
    }

    private static async Task<string> BodyAsync(HttpContext http)
    {
        http.Request.EnableBuffering();
        var buffer = new byte[RecordedBytes];
        var read = await http.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, http.RequestAborted);
        http.Request.Body.Position = 0;
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    private static string? Token(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : request.Query["access_token"].ToString() is { Length: > 0 } token ? token : null;
    }
}
