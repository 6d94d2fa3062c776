namespace MarketingPipeline.Workbench.Histories;

/// <summary>The settings of a little client and its workspace, each in one of few ways.</summary>
internal sealed class LittleSettings
{
    private static readonly string[][] Ga4 =
    [
        ["", "\"conversionEvents\": [\"purchase\", \"generate_lead\"]", "\"conversionEvents\": [\"generate_lead\", { \"name\": \"purchase\", \"category\": \"booking\" }, \"scroll\"]"],
        ["\"hostnames\": [\"acme.example\"]", "\"hostnames\": [\"acme.example\", \"pay.example\"]", "\"hostnames\": [\"shop.acme.example\", \"blog.example\"]"],
        ["", "\"engagementEvents\": [\"scroll\"]", "\"engagementEvents\": [\"page_view\", \"generate_lead\"]"],
        ["", "\"engagedSeconds\": 5", "\"engagedSeconds\": 20"],
    ];

    private static readonly string[][] Client =
    [
        ["\"windowDays\": 90", "\"windowDays\": 7", "\"windowDays\": 30", "\"windowDays\": 61"],
        ["\"historyDays\": 400", "\"historyDays\": 200", "\"historyDays\": 95", "\"historyDays\": 20"],
    ];

    private static readonly string[][] Workspace =
    [
        ["", "\"channelRules\": [{ \"channel\": \"News\", \"source\": \"news\" }, { \"channel\": \"Own\", \"campaign\": \"brand|spring\" }]", "\"channelRules\": [{ \"channel\": \"Own\", \"medium\": \"^(cpc|referral)$\" }]"],
        ["", "\"knownSites\": [{ \"site\": \"blog.example\", \"category\": \"social\" }, { \"site\": \"news\", \"category\": \"video\" }]"],
    ];

    private static readonly string[] TimeZones = ["UTC", "Asia/Bangkok"];
    private static readonly string[] Currencies = ["EUR", "USD"];
    private static readonly string[] Restatement = ["", ", \"restatementDays\": 7", ", \"restatementDays\": 1"];

    private readonly int[] _ga4 = new int[Ga4.Length];
    private readonly int[] _client = new int[Client.Length];
    private readonly int[] _workspace = new int[Workspace.Length];
    private int _timeZone;
    private int _currency;
    private int _restatement;

    /// <summary>One setting gets another value.</summary>
    public void Change(int choice, int seed)
    {
        switch (choice % 11)
        {
            case < 4 and var ga4:
                _ga4[ga4] = seed % Ga4[ga4].Length;
                break;
            case < 6 and var client:
                _client[client - 4] = seed % Client[client - 4].Length;
                break;
            case < 8 and var workspace:
                _workspace[workspace - 6] = seed % Workspace[workspace - 6].Length;
                break;
            case 8:
                _timeZone = seed % TimeZones.Length;
                break;
            case 9:
                _currency = seed % Currencies.Length;
                break;
            default:
                _restatement = seed % Restatement.Length;
                break;
        }
    }

    public void Write(Bench bench, string name, ClientKind kind)
    {
        var isShared = kind is ClientKind.SharedFull or ClientKind.SharedGa4Only;
        var shared = isShared ? "\"path\": \"ga4/" + name + "\", \"sharedProperty\": true" : "";
        bench.Settings($$"""{ {{Joined(["\"engine\": \"DuckDb\"", .. Chosen(Workspace, _workspace)])}} }""");
        bench.Client(
            name,
            ga4: kind != ClientKind.GoogleAdsOnly,
            googleAds: kind is ClientKind.Full or ClientKind.SharedFull or ClientKind.GoogleAdsOnly,
            ga4Settings: Joined([shared, .. Chosen(Ga4, _ga4)]),
            settings: Joined(Chosen(Client, _client)),
            currency: Currencies[_currency]);
        var file = Path.Combine(bench.Root, "clients", name + ".json");
        File.WriteAllText(file, File.ReadAllText(file)
            .Replace("\"UTC\"", $"\"{TimeZones[_timeZone]}\"", StringComparison.Ordinal)
            .Replace("\"source\": \"Files\"", "\"source\": \"Files\"" + Restatement[_restatement], StringComparison.Ordinal));
        if (isShared)
        {
            bench.Client("other", ga4Settings: $"\"path\": \"ga4/{name}\", \"sharedProperty\": true, \"hostnames\": [\"other.example\"]");
        }
    }

    private static IEnumerable<string> Chosen(string[][] settings, int[] choices) => settings.Select((values, index) => values[choices[index]]);

    private static string Joined(IEnumerable<string> members) => string.Join(", ", members.Where(member => member.Length > 0));
}
