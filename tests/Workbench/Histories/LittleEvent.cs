using System.Text.Json.Nodes;

namespace MarketingPipeline.Workbench.Histories;

/// <summary>
/// An event that a number makes, and where it was rewritten another number changes: few users with many sessions, sessions
/// over midnight and over three dates, transactions that repeat, sources of every kind and often none.
/// </summary>
/// <param name="Seed">What makes it.</param>
/// <param name="Touch">What changes one thing of it; 0 leaves it as it was made.</param>
internal readonly record struct LittleEvent(int Seed, int Touch = 0)
{
    /// <summary>As the export has it.</summary>
    public Ga4Event On(DateOnly date)
    {
        var seed = Seed;
        var changed = Touch == 0 ? -1 : new Dice(Touch, seed).Below(7);
        var touch = Touch;

        // Each thing has dice of its own, so that another value of one leaves the others as they are.
        Dice Of(int thing) => new(seed, thing, changed == thing ? touch : 0);

        var moment = Of(0);
        var minute = moment.Pick(0d, 0d, -600, -590, 839, moment.Below(1440) - 600);
        var who = Of(1);
        var user = who.Pick("u1", "u1", "u2", "u2", "u3", who.Chance(4) ? null : "u1");
        var start = date.AddDays(-who.Pick(0, 0, 0, 0, 1, 1, 2));
        long? session = who.Chance(15) ? null : (start.DayNumber * 10L) + who.Below(2);
        var what = Of(2);
        var name = what.Pick("page_view", "page_view", "page_view", "purchase", "purchase", "generate_lead", "scroll", "session_start", "first_visit", "screen_view");
        var hit = new Ga4Event(date, name, user, session, minute);
        Place(hit, Of(3));
        Source(hit, Of(4));
        Engagement(hit, Of(5));
        if (name is "purchase" or "generate_lead")
        {
            Amount(hit, Of(6), name);
        }

        return hit;
    }

    private static void Place(Ga4Event hit, Dice dice)
    {
        var page = dice.Pick(null, "https://acme.example/", "https://acme.example/a", "https://shop.acme.example/b?utm_source=news&utm_medium=email&utm_campaign=spring", "https://acme.example/?gclid=G1", "https://other.example/x", "https://pay.example/");
        if (page is not null)
        {
            hit.Page(page, dice.Pick(null, null, null, "https://blog.example/post", "https://www.google.com/", "https://acme.example/a"));
        }

        hit.Set("device", new JsonObject { ["category"] = dice.Pick(null, "mobile", "desktop") });
        if (dice.Chance(4))
        {
            hit.Set("geo", new JsonObject { ["country"] = dice.Pick("Thailand", "Italy") });
        }
    }

    private static void Source(Ga4Event hit, Dice dice)
    {
        switch (dice.Below(12))
        {
            case 0:
                hit.Collected("google", "cpc", dice.Pick(null, "Brand"), "G2");
                break;
            case 1:
                hit.Collected("news", "email", dice.Pick("spring", "summer"));
                break;
            case 2:
                hit.Collected(dice.Pick("bing", "(direct)", "partner.example"), dice.Pick("organic", "referral"));
                break;
            case 3:
                hit.Collected("facebook", "paid_social", "Sommer");
                break;
            case 4 or 5:
                hit.LastClick("google", "cpc", dice.Pick("Brand", "Old name"), dice.Pick("7", "8", "9"), isGoogleAds: true);
                break;
            case 6:
                hit.LastClick(dice.Pick("(direct)", "news"), dice.Pick("(none)", "email"));
                break;
            default:
                break;
        }
    }

    private static void Engagement(Ga4Event hit, Dice dice)
    {
        if (dice.Chance(3))
        {
            hit.Param("engagement_time_msec", dice.Pick(3000L, 6000L, 12000L));
        }

        if (dice.Chance(8))
        {
            hit.Param("session_engaged", 1L);
        }

        if (dice.Chance(2))
        {
            hit.Param("ga_session_number", dice.Pick(1L, 2L, 3L));
        }

        if (dice.Chance(3))
        {
            hit.Set("batch_event_index", dice.Below(3));
        }
    }

    private static void Amount(Ga4Event hit, Dice dice, string name)
    {
        var currency = dice.Pick(null, null, "EUR", "USD");
        if (name == "purchase")
        {
            hit.Purchase(dice.Pick(null, "T1", "T1", "T2", "T3"), dice.Pick<double?>(null, 0, 10, 12.5, 0.1, -3), currency);
        }
        else
        {
            hit.Param("value", dice.Pick(1.5, 20));
            if (dice.Chance(2))
            {
                hit.Param("transaction_id", dice.Pick("T1", "T4"));
            }
        }
    }
}
