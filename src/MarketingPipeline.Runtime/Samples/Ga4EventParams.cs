using System.Globalization;
using System.Text.Json;

namespace MarketingPipeline.Runtime.Samples;

/// <summary>event_params: what GA4 adds to every event, and the event's own.</summary>
internal static class Ga4EventParams
{
    public static void Write(Utf8JsonWriter json, Ga4Event row)
    {
        json.WriteStartArray("event_params");
        foreach (var parameter in Of(row))
        {
            json.WriteStartObject();
            json.WriteString("key", parameter.Key);
            json.WriteStartObject("value");
            if (parameter.Text is { } text)
            {
                json.WriteString("string_value", text);
            }

            if (parameter.Integer is { } integer)
            {
                json.WriteNumber("int_value", integer);
            }

            if (parameter.Double is { } number)
            {
                json.WriteNumber("double_value", number);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static IEnumerable<EventParam> Of(Ga4Event row) =>
        [.. OfSession(row), .. OfPage(row), .. OfArrival(row), .. row.Params, .. OfOrder(row)];

    private static IEnumerable<EventParam> OfSession(Ga4Event row)
    {
        var visit = row.Visit;
        if (visit.Visitor.HasConsent && row.NamesSession)
        {
            yield return EventParam.Of("ga_session_id", visit.SessionId);
            yield return EventParam.Of("ga_session_number", visit.Number);
        }

        if (row.IsEngaged is { } engaged)
        {
            yield return visit.EngagedAsInteger
                ? EventParam.Of("session_engaged", engaged ? 1 : 0)
                : EventParam.Of("session_engaged", engaged ? "1" : "0");
            if (engaged)
            {
                yield return EventParam.Of("engaged_session_event", 1);
            }
        }

        if (row.EngagementTime is { } milliseconds)
        {
            yield return EventParam.Of("engagement_time_msec", milliseconds);
        }
    }

    private static IEnumerable<EventParam> OfPage(Ga4Event row)
    {
        if (row.Page is not { } page)
        {
            yield break;
        }

        yield return EventParam.Of("page_location", page.Location);
        yield return EventParam.Of("page_title", page.Title);
        if (page.Referrer is not null)
        {
            yield return EventParam.Of("page_referrer", page.Referrer);
        }

        if (page.IgnoresReferrer)
        {
            yield return EventParam.Of("ignore_referrer", "true");
        }
    }

    private static IEnumerable<EventParam> OfArrival(Ga4Event row)
    {
        if (!row.ShowsArrival || row.Visit.Arrival.Collected is not { } source)
        {
            yield break;
        }

        if (source.Source is not null)
        {
            yield return EventParam.Of("source", source.Source);
        }

        if (source.Medium is not null)
        {
            yield return EventParam.Of("medium", source.Medium);
        }

        if (source.Campaign is not null)
        {
            yield return EventParam.Of("campaign", source.Campaign);
        }

        if (source.Term is not null)
        {
            yield return EventParam.Of("term", source.Term);
        }

        if (source.Content is not null)
        {
            yield return EventParam.Of("content", source.Content);
        }

        // GA4 keeps keys whose value it has taken away.
        if (row.Visit.Arrival.ClickId is "gclid")
        {
            yield return EventParam.Of("gclid", (string?)null);
        }
    }

    private static IEnumerable<EventParam> OfOrder(Ga4Event row)
    {
        if (row.Order is not { } order || row.Role is OrderRole.None)
        {
            yield break;
        }

        yield return EventParam.Of("currency", order.Currency);

        // A whole amount arrives as an integer, as JavaScript has no other way to say it.
        yield return order.Revenue == decimal.Truncate(order.Revenue)
            ? EventParam.Of("value", (long)order.Revenue)
            : EventParam.Of("value", order.Revenue);
        if (row.Role is OrderRole.Step)
        {
            yield break;
        }

        if (order.TransactionId is { } id)
        {
            yield return long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? EventParam.Of("transaction_id", number)
                : EventParam.Of("transaction_id", id);
        }

        if (order.Coupon is not null)
        {
            yield return EventParam.Of("coupon", order.Coupon);
        }
    }
}
