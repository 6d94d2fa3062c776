using System.Text;
using System.Text.Json;

namespace MarketingPipeline.Google.Tests.Hostile;

/// <summary>What a hostile server answers. Each sends back as much of the request as it can.</summary>
internal static class Attack
{
    /// <summary>Escape sequences, a forged line, marks that turn a line round.</summary>
    public const string Marks = "\u001b[2J\u001b]0;owned\u0007gone\r\nERROR: forged\u202e\u2028\u200b\u0085";

    private static readonly int[] Statuses = [200, 400, 401, 403, 404, 407, 409, 429, 500, 503];

    /// <summary>The ways in which what was sent comes back.</summary>
    private static readonly Dictionary<string, Func<string, string>> Echoes = new()
    {
        ["as it was"] = sent => sent,
        ["percent-encoded"] = Uri.EscapeDataString,
        ["every letter percent-encoded"] = sent => string.Concat(Encoding.UTF8.GetBytes(sent).Select(letter => $"%{letter:X2}")),
        ["in base64"] = sent => Convert.ToBase64String(Encoding.UTF8.GetBytes(sent)),
        ["in base64url of more"] = sent => Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + sent)).Replace('+', '-').Replace('/', '_'),
        ["broken by spaces"] = sent => string.Join(' ', sent.Chunk(5).Select(part => new string(part))),
        ["broken by marks"] = sent => string.Join("\u200b\n", sent.Chunk(7).Select(part => new string(part))),
        ["without its ends"] = sent => string.Join(' ', sent.Split(' ').Select(word => word.Length > 20 ? word[2..^2] : word)),
        ["in capitals"] = sent => sent.ToUpperInvariant(),
        ["among marks"] = sent => Marks + sent + Marks,
    };

    /// <summary>The bodies in which it comes.</summary>
    private static readonly Dictionary<string, Func<int, string, string>> Bodies = new()
    {
        ["an error"] = (status, echo) => JsonSerializer.Serialize(new { error = new { code = status, message = echo, status = echo, errors = new[] { new { reason = echo, message = echo, location = echo } } } }),
        ["an error of Google Ads"] = (status, echo) => JsonSerializer.Serialize(new[] { new { error = new { code = status, message = echo, details = new[] { new { errors = new[] { new { errorCode = new Dictionary<string, string> { [echo] = echo }, message = echo } }, requestId = echo } } } } }),
        ["every letter escaped"] = (status, echo) => $$$"""{"error":{"code":{{{status}}},"message":"{{{string.Concat(echo.Select(letter => $"\\u{(int)letter:x4}"))}}}"}}""",
        ["a failed job"] = (_, echo) => JsonSerializer.Serialize(new { id = echo, location = echo, jobReference = new { jobId = echo, location = echo }, status = new { state = "DONE", errorResult = new { reason = echo, message = echo, location = echo } } }),
        ["rows"] = (_, echo) => JsonSerializer.Serialize(new[] { new { results = new[] { new { customer = new { id = "1234567890", descriptiveName = echo }, campaign = new { id = echo, name = echo }, segments = new { date = echo }, metrics = new { clicks = echo } } }, requestId = echo } }),
        ["a web page"] = (_, echo) => $"<html><title>{echo}</title>{echo}</html>",
        ["no JSON"] = (_, echo) => $"{{\"error\": {{\"message\": \"{echo}",
    };

    /// <summary>Attacks by name: a request's answer, in pieces.</summary>
    public static Dictionary<string, Func<WireRequest, IEnumerable<byte[]>>> All { get; } = Every().ToDictionary(attack => attack.Name, attack => attack.Answer);

    /// <summary>Redirects to an address, by status.</summary>
    public static IEnumerable<(string Name, Func<WireRequest, Uri, IEnumerable<byte[]>> Answer)> Redirects() =>
        ((int[])[301, 302, 303, 307, 308]).Select(status => ($"{status}", (Func<WireRequest, Uri, IEnumerable<byte[]>>)((request, there) =>
            HostileServer.Answer(status, request.HeaderValues, "text/plain", ("Location", $"{there}?from={Uri.EscapeDataString(request.HeaderValues)}")))));

    private static IEnumerable<(string Name, Func<WireRequest, IEnumerable<byte[]>> Answer)> Every()
    {
        foreach (var status in Statuses)
        {
            // Every way once for an error and once for rows; what is asked again, a dozen times each, in one shape.
            foreach (var (shape, body) in Bodies.Where(body => status is not (429 or 500 or 503) || body.Key == "an error"))
            {
                foreach (var (way, echo) in Echoes.Where(echo => echo.Key == "among marks" || (status == 400 && shape == "an error") || (status == 200 && shape is "rows" or "a failed job")))
                {
                    yield return ($"{status}, {shape}, {way}", request => HostileServer.Answer(status, body(status, echo(request.HeaderValues + " " + request.Body))));
                }
            }

            yield return ($"{status}, in headers", request => HostileServer.Answer(status, "{}", "application/json", ("request-id", request.HeaderValues), ("WWW-Authenticate", request.HeaderValues), ("X-Echo", request.HeaderValues)));
            yield return ($"{status}, no body", _ => HostileServer.Answer(status, ""));
            yield return ($"{status}, no Unicode", request => HostileServer.Answer(status, [.. "{\"error\":{\"message\":\""u8, 0xff, 0xc0, .. Encoding.UTF8.GetBytes(request.HeaderValues), 0xfe, .. "\"}}"u8], "application/json"));
            yield return ($"{status}, half a character", request => HostileServer.Answer(status, $$$"""{"error":{"message":"\ud800 {{{JsonEncodedText.Encode(request.HeaderValues)}}}"}}"""));
        }

        yield return ("a huge error", request => HostileServer.Answer(400, JsonSerializer.Serialize(new { error = new { message = string.Concat(Enumerable.Repeat(request.HeaderValues, 20_000)) } })));
        yield return ("an endless error", request => HostileServer.Endless(403, request.HeaderValues));
        yield return ("no HTTP", request => [Encoding.Latin1.GetBytes($"{request.HeaderValues}\r\n\r\n")]);
        yield return ("a strange status line", request => [Encoding.Latin1.GetBytes($"HTTP/1.1 {request.HeaderValues}\r\n\r\n")]);
        yield return ("a strange header", request => [Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\n{request.HeaderValues.Replace(":", "", StringComparison.Ordinal)}\r\n\r\n")]);
    }
}
