using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using MarketingPipeline.BigQueryEmulator.Faults;
using MarketingPipeline.BigQueryEmulator.Statements;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>jobs.insert with a file: in one request of two parts, or resumable.</summary>
public sealed class UploadEndpoints(JobSubmission submission)
{
    private readonly UploadSessions _sessions = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/upload/projects/{project}/jobs", (HttpContext http, string project) => http.Request.Query["uploadType"].ToString() switch
        {
            "multipart" => MultipartAsync(http, project),
            "resumable" => BeginAsync(http, project),
            var type => throw new SqlException("badRequest", $"Invalid Upload request: uploadType {type} is not multipart or resumable."),
        });
        routes.MapPut("/upload/projects/{project}/jobs", ContinueAsync);
    }

    private async Task MultipartAsync(HttpContext http, string project)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || type.Boundary.Length == 0)
        {
            throw new SqlException("badRequest", "Missing end boundary in multipart body.");
        }

        var parts = new List<byte[]>();
        try
        {
            var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), http.Request.Body);
            while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
            {
                using var bytes = new MemoryStream();
                await section.Body.CopyToAsync(bytes, http.RequestAborted);
                parts.Add(bytes.ToArray());
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new SqlException("badRequest", "Missing end boundary in multipart body.");
        }

        if (parts.Count != 2)
        {
            throw new SqlException("badRequest", $"A multipart upload has two parts, not {parts.Count}.");
        }

        await Json.WriteAsync(http, await submission.InsertAsync(http, project, Json.Body(http, parts[0], "Job"), parts[1]));
    }

    private async Task BeginAsync(HttpContext http, string project)
    {
        var session = _sessions.Begin(project, await Json.ReadAsync(http, "Job"), UploadSessions.Length(http.Request.Headers["X-Upload-Content-Length"]), FaultPlan.JobFaultOf(http));
        http.Response.Headers.Location = new Uri(RestContext.AddressOf(http.Request), $"/upload/bigquery/v2/projects/{Uri.EscapeDataString(project)}/jobs?uploadType=resumable&upload_id={session.Id}").ToString();
        http.Response.Headers["X-GUploader-UploadID"] = session.Id;
    }

    private async Task ContinueAsync(HttpContext http)
    {
        var session = _sessions.Get(http.Request.Query["upload_id"]!);
        using var turn = await session.EnterAsync(http.RequestAborted);
        if (session.Answer is null)
        {
            await ReceiveAsync(http, session);
        }

        if (session.Answer is { } answer)
        {
            await Json.WriteAsync(http, (JsonObject)answer.DeepClone());
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            if (session.Received > 0)
            {
                http.Response.Headers.Range = $"bytes=0-{session.Received - 1}";
            }
        }
    }

    private async Task ReceiveAsync(HttpContext http, UploadSession session)
    {
        var range = UploadRange.Read(http.Request.Headers.ContentRange, http.Request.ContentLength);
        session.Total = range.Total ?? session.Total;
        if (range.IsStatusQuery)
        {
            if (session.Total != 0)
            {
                return;
            }
        }
        else
        {
            await session.ReceiveAsync(http, range);
        }

        if (session.Received != session.Total)
        {
            return;
        }

        if (session.Fault is { } fault)
        {
            FaultPlan.SetJobFault(http, fault);
        }

        session.Answer = await submission.InsertAsync(http, session.Project, (JsonObject)session.Body.DeepClone(), session.File());
    }
}
