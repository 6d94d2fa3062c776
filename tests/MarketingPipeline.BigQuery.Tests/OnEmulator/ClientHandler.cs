using System.Net;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>The process was killed: nothing that it wanted to do afterwards happens.</summary>
public sealed class KilledException() : Exception("The process was killed.");

/// <summary>A client's way to the server, which a test watches and cuts.</summary>
internal sealed class ClientHandler : DelegatingHandler
{
    private int _count;

    public ClientHandler()
        : base(new HttpClientHandler { AllowAutoRedirect = false })
    {
    }

    /// <summary>How many requests were wanted so far, apart from asking whether a job is done.</summary>
    public int Count => _count;

    /// <summary>So many requests reach the server, and then none.</summary>
    public int? Lifetime { get; init; }

    /// <summary>Whether the answer of the last request is lost, too.</summary>
    public bool LosesLastAnswer { get; init; }

    /// <summary>Runs before each request is sent.</summary>
    public Action<HttpRequestMessage>? Sending { get; init; }

    /// <summary>Whether a request's answer never comes, although the server has done the work.</summary>
    public Func<HttpRequestMessage, bool>? Swallows { get; init; }

    /// <summary>Whether the network is gone.</summary>
    public Func<bool>? BreaksWhen { get; init; }

    /// <summary>Told when an answer has been swallowed.</summary>
    public Action? Swallowed { get; init; }

    /// <summary>What Google's sign-in answers.</summary>
    public string Token { get; init; } = "";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.Host == "oauth2.googleapis.com")
        {
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($$"""{"access_token":"{{Token}}","expires_in":3600,"token_type":"Bearer"}""", System.Text.Encoding.UTF8, "application/json") };
        }

        // How often a job is asked after depends on how fast the machine is.
        var isPoll = request.Method == HttpMethod.Get && request.RequestUri.AbsolutePath.Contains("/jobs/", StringComparison.Ordinal);
        var number = isPoll ? _count : Interlocked.Increment(ref _count);
        if (number > Lifetime || (isPoll && number == Lifetime))
        {
            throw new KilledException();
        }

        Sending?.Invoke(request);
        if (BreaksWhen?.Invoke() == true)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
        }

        var answer = await base.SendAsync(request, cancellationToken);
        if (Swallows?.Invoke(request) == true)
        {
            answer.Dispose();
            Swallowed?.Invoke();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        if (LosesLastAnswer && number == Lifetime)
        {
            answer.Dispose();
            throw new KilledException();
        }

        return answer;
    }
}
