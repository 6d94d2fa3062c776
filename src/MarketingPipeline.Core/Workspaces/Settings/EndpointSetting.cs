namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>The address of one of Google's APIs in a settings file.</summary>
internal static class EndpointSetting
{
    private const string Advice = "Leave it out for Google's own server, or give the address of an emulator on this machine, such as http://localhost:9060.";

    public static Uri? Read(SettingsValue? value)
    {
        if (value?.Text(Advice) is not { } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            value.Refuse($"{ShownText.Quote(text)} is not a web address.", Advice);
        }
        else if (address.UserInfo.Length > 0)
        {
            value.Refuse("The address holds a user or a password.", Advice);
        }
        else if (!GoogleAddress.IsEndpoint(address))
        {
            value.Refuse($"{ShownText.Quote(text)} is neither Google's server nor an emulator on this machine: whoever answers there would be given the tokens.", Advice);
        }
        else
        {
            return address;
        }

        return null;
    }
}
