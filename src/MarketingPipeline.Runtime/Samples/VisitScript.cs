using System.Globalization;

namespace MarketingPipeline.Runtime.Samples;

/// <summary>Plays a visit: its events in the order in which they happen.</summary>
internal sealed class VisitScript
{
    private readonly Visit _visit;
    private readonly SampleRandom _random;
    private readonly List<Ga4Event> _events = [];
    private Page _page;
    private long _now;
    private long _pageId;
    private int _request;
    private int _index;
    private bool _engaged;

    private VisitScript(Visit visit, SampleRandom random)
    {
        _visit = visit;
        _random = random;
        _page = visit.Landing;
        _now = visit.Start;
    }

    private Site Site => _visit.Site;

    public static IReadOnlyList<Ga4Event> Play(Visit visit, SampleRandom random)
    {
        var script = new VisitScript(visit, random);
        script.Land();
        script.ReloadThankYou();
        if (visit.CrossesMidnight || !random.Chance(430))
        {
            script.Browse();
        }

        script.Leave();
        return script._events;
    }

    /// <summary>session_start, first_visit and page_view have one timestamp; only page_view shows the source.</summary>
    private void Land()
    {
        NewPage();
        if (_visit.Visitor.HasConsent)
        {
            Add("session_start");
            if (_visit.Number == 1)
            {
                Add("first_visit");
            }
        }

        Add("page_view", landing: true);
    }

    private void ReloadThankYou()
    {
        if (_visit.Visitor.OpenOrder is not { } order || !_visit.Landing.Location.Contains(SitePages.ThankYou, StringComparison.Ordinal))
        {
            return;
        }

        _visit.Visitor.OpenOrder = null;
        Add(Site.OrderEvent, order, OrderRoleOf(Site));
    }

    private void Browse()
    {
        var pages = _visit.CrossesMidnight ? _random.Between(4, 6) : _random.Between(1, 3);
        for (var i = 0; i < pages; i++)
        {
            Wait();
            _engaged = true;
            if (_random.Chance(250))
            {
                Add("scroll", EventParam.Of("percent_scrolled", 90));
                Wait();
            }

            GoTo(SitePages.Of(Site, _random.Pick(Site.Pages), _page));
            Add("page_view");
        }

        if (_random.Chance(130))
        {
            Wait();
            Add(Site.EngagementEvent, EventParam.Of("link_text", "Book now ›"));
        }

        if (Site.LeadEvents.Count > 0 && _random.Chance(35))
        {
            Wait();
            Add(_random.Pick(Site.LeadEvents), EventParam.Of("form_id", "enquiry"), EventParam.Of("method", "web"));
        }

        if (_random.Chance(75))
        {
            CheckOut();
        }

        if (Site.SisterPage is { } sister && _random.Chance(15))
        {
            GoToSister(sister);
        }
    }

    private void CheckOut()
    {
        var order = Order.Draw(Site, _random);
        Wait();
        Add("view_item", order, OrderRole.Step);
        Wait();
        Add("begin_checkout", order, OrderRole.Step);
        if (!_random.Chance(650))
        {
            return;
        }

        if (Site.PaymentHost is { } payments)
        {
            Wait();
            GoTo(new Page($"https://{payments}/pay?session={_random.Token(12)}", "Secure payment", _page.Location, payments));
            Add("page_view");
        }

        Wait();
        GoTo(SitePages.ThankYouOf(Site, order, _page));
        Add("page_view");
        var bought = Add(Site.OrderEvent, order, OrderRoleOf(Site));
        _visit.Visitor.LifetimeValueUsd += order.RevenueUsd;
        if (Site.PaymentHost is not null && _visit.Visitor.HasConsent && _random.Chance(300))
        {
            AddFromServer(bought);
        }

        if (_random.Chance(80))
        {
            Wait();
            GoTo(_page with { Referrer = _page.Location });
            Add("page_view");
            Add(Site.OrderEvent, order, OrderRoleOf(Site));
        }
        else if (_random.Chance(120))
        {
            _visit.Visitor.OpenOrder = order;
        }
    }

    /// <summary>A link to the property's other site keeps the session: the linker passes the ids on.</summary>
    private void GoToSister(SitePage sister)
    {
        Wait();
        GoTo(new Page($"https://{Site.SisterHost}{sister.Path}?_gl=1*{_random.Token(8)}", sister.Title, _page.Location, Site.SisterHost));
        Add("page_view");
    }

    private void Leave()
    {
        if (!_engaged && !_random.Chance(350))
        {
            return;
        }

        Wait();
        _engaged = _engaged || _random.Chance(500);
        Add("user_engagement");
    }

    private static OrderRole OrderRoleOf(Site site) => site.OrderEvent == "purchase" ? OrderRole.Purchase : OrderRole.Booking;

    private void GoTo(Page page)
    {
        _page = page;
        NewPage();
    }

    private void NewPage()
    {
        _pageId = _now / 1000;
        _request = 0;
        NewRequest();
    }

    private void NewRequest()
    {
        _request++;
        _index = 0;
        _visit.Visitor.Bundles++;
    }

    private void Wait()
    {
        var seconds = _visit.CrossesMidnight ? _random.Between(150, 330) : _random.Between(2, 70);
        _now += (seconds * 1_000_000L) + _random.Below(1_000_000);
        NewRequest();
    }

    private Ga4Event Add(string name, params EventParam[] parameters) => Add(name, null, OrderRole.None, false, parameters);

    private Ga4Event Add(string name, bool landing) => Add(name, null, OrderRole.None, landing);

    private Ga4Event Add(string name, Order? order, OrderRole role, bool landing = false, params EventParam[] parameters)
    {
        _index++;
        var isFirst = name is "session_start" or "first_visit";
        var item = new Ga4Event
        {
            Visit = _visit,
            Name = name,
            Timestamp = _now,
            Page = _page,
            ShowsArrival = landing,
            EngagementTime = _now == _visit.Start ? null : _random.Between(300, 24_000),
            IsEngaged = isFirst ? null : _engaged,
            Params = parameters,
            Order = order,
            Role = role,
            Batch = new Batch(_pageId, _request, _index, _visit.Visitor.Bundles),
        };
        _events.Add(item);
        return item;
    }

    /// <summary>The payment is confirmed from server to server: the session is named, the address is not.</summary>
    private void AddFromServer(Ga4Event bought) => _events.Add(new Ga4Event
    {
        Visit = _visit,
        Name = "payment_confirmed",
        Timestamp = _now + 4_000_000,
        Params =
        [
            EventParam.Of("payment_type", "card"),
            EventParam.Of("order_value", bought.Order!.Revenue.ToString(CultureInfo.InvariantCulture)),
        ],
    });
}
