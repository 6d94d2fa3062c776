namespace MarketingPipeline.GoogleAdsEmulator.Rest;

/// <summary>What a client gets from something before the API: Google's front end or a proxy.</summary>
internal static class HtmlPage
{
    public static async Task WriteAsync(HttpContext http, int code)
    {
        var (title, text) = code switch
        {
            200 => ("Sign in", "Please sign in to use this network."),
            404 => ("Error 404 (Not Found)!!1", $"The requested URL {System.Net.WebUtility.HtmlEncode(http.Request.Path)} was not found on this server. That’s all we know."),
            _ => ($"Error {code} (Server Error)!!1", "The server encountered a temporary error and could not complete your request. Please try again in 30 seconds."),
        };
        http.Response.StatusCode = code;
        http.Response.ContentType = "text/html; charset=UTF-8";
        await http.Response.WriteAsync($"<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n<title>{title}</title>\n<p>{text}</p></html>\n", http.RequestAborted);
    }
}
