using System.Text.Json;

namespace MarketingPipeline.Runtime.Samples;

/// <summary>An event as one row of GA4's export; what is not written is NULL.</summary>
internal static class Ga4EventJson
{
    public static void Write(Utf8JsonWriter json, Ga4Event row, ExportEra era, bool isIntraday)
    {
        var visit = row.Visit;
        var visitor = visit.Visitor;
        json.WriteStartObject();
        json.WriteString("event_date", SampleCalendar.Suffix(row.LocalDate));
        json.WriteNumber("event_timestamp", row.Timestamp);
        json.WriteString("event_name", row.Name);
        Ga4EventParams.Write(json, row);
        if (row.Role is OrderRole.Purchase or OrderRole.Booking)
        {
            json.WriteNumber("event_value_in_usd", row.Order!.RevenueUsd);
        }

        Optional(json, "user_id", visitor.UserId);
        Optional(json, "user_pseudo_id", visitor.PseudoId);
        if (row.Batch is { } batch)
        {
            json.WriteNumber("event_bundle_sequence_id", batch.BundleSequenceId);
            if (era != ExportEra.BeforeLastClick)
            {
                json.WriteNumber("batch_event_index", batch.EventIndex);
                json.WriteNumber("batch_page_id", batch.PageId);
                json.WriteNumber("batch_ordering_id", batch.OrderingId);
            }
        }

        WriteUser(json, row, isIntraday);
        WriteDevice(json, row);
        WritePlace(json, visitor.Place);
        json.WriteString("stream_id", visit.Property.StreamId);
        json.WriteString("platform", "WEB");
        WriteOrder(json, row);
        if (row.ShowsArrival)
        {
            WriteCollected(json, visit);
        }

        if (row.NamesSession && visit.ExportsLastClick && era != ExportEra.BeforeLastClick)
        {
            LastClickJson.Write(json, visit.LastClick, era);
        }

        json.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter json, Ga4Event row, bool isIntraday)
    {
        var visitor = row.Visit.Visitor;
        json.WriteStartObject("privacy_info");
        json.WriteString("analytics_storage", visitor.HasConsent ? "Yes" : "No");
        json.WriteString("ads_storage", visitor.AllowsAds ? "Yes" : "No");
        json.WriteString("uses_transient_token", "No");
        json.WriteEndObject();

        json.WriteStartArray("user_properties");
        if (visitor.HasConsent && visitor.UserId is not null)
        {
            json.WriteStartObject();
            json.WriteString("key", "member_tier");
            json.WriteStartObject("value");
            json.WriteString("string_value", "gold");
            json.WriteNumber("set_timestamp_micros", visitor.FirstTouch);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (!visitor.HasConsent)
        {
            return;
        }

        json.WriteNumber("user_first_touch_timestamp", visitor.FirstTouch);

        // The streaming export has no attribution of users.
        if (isIntraday)
        {
            return;
        }

        json.WriteBoolean("is_active_user", row.IsEngaged is true || row.Visit.Number == 1);
        if (visitor.LifetimeValueUsd > 0)
        {
            json.WriteStartObject("user_ltv");
            json.WriteNumber("revenue", visitor.LifetimeValueUsd);
            json.WriteString("currency", "USD");
            json.WriteEndObject();
        }

        json.WriteStartObject("traffic_source");
        Optional(json, "name", visitor.FirstSource.Campaign ?? "(not set)");
        Optional(json, "medium", visitor.FirstSource.Medium ?? "(not set)");
        Optional(json, "source", visitor.FirstSource.Source);
        json.WriteEndObject();
    }

    private static void WriteDevice(Utf8JsonWriter json, Ga4Event row)
    {
        var device = row.Visit.Visitor.Device;
        var isMobile = device.Category != "desktop";
        json.WriteStartObject("device");
        json.WriteString("category", device.Category);
        if (isMobile)
        {
            json.WriteString("mobile_brand_name", device.Brand);
            json.WriteString("mobile_model_name", device.Model);
        }

        json.WriteString("operating_system", device.OperatingSystem);
        json.WriteString("operating_system_version", device.OsVersion);
        json.WriteString("language", row.Visit.Visitor.Place.Language);
        json.WriteString("is_limited_ad_tracking", "No");
        json.WriteStartObject("web_info");
        json.WriteString("browser", device.Browser);
        json.WriteString("browser_version", device.BrowserVersion);
        Optional(json, "hostname", row.Page?.Host);
        json.WriteEndObject();
        json.WriteEndObject();
        if (row.Page is { } page)
        {
            json.WriteStartObject("event_dimensions");
            json.WriteString("hostname", page.Host);
            json.WriteEndObject();
        }
    }

    private static void WritePlace(Utf8JsonWriter json, Place place)
    {
        json.WriteStartObject("geo");
        json.WriteString("city", place.City);
        json.WriteString("country", place.Country);
        json.WriteString("continent", place.Continent);
        json.WriteString("region", place.Region);
        json.WriteString("sub_continent", place.SubContinent);
        json.WriteString("metro", "(not set)");
        json.WriteEndObject();
    }

    private static void WriteOrder(Utf8JsonWriter json, Ga4Event row)
    {
        json.WriteStartArray("items");
        if (row.Order is { } order && row.Role is not OrderRole.Booking)
        {
            foreach (var line in order.Lines)
            {
                WriteLine(json, line, order, row.Role);
            }
        }

        json.WriteEndArray();
        if (row.Order is null || row.Role is OrderRole.Booking)
        {
            return;
        }

        json.WriteStartObject("ecommerce");
        json.WriteNumber("total_item_quantity", row.Order.Lines.Sum(line => line.Quantity));
        json.WriteNumber("unique_items", row.Order.Lines.Count);
        switch (row.Role)
        {
            case OrderRole.Purchase:
                json.WriteNumber("purchase_revenue_in_usd", row.Order.RevenueUsd);
                json.WriteNumber("purchase_revenue", row.Order.Revenue);
                json.WriteNumber("tax_value_in_usd", Order.ToUsd(row.Order.Tax, row.Order.Currency));
                json.WriteNumber("tax_value", row.Order.Tax);
                Optional(json, "transaction_id", row.Order.TransactionId);
                break;
            case OrderRole.Refund:
                json.WriteNumber("refund_value_in_usd", row.Order.RevenueUsd);
                json.WriteNumber("refund_value", row.Order.Revenue);
                Optional(json, "transaction_id", row.Order.TransactionId);
                break;
            default:
                json.WriteString("transaction_id", "(not set)");
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, OrderLine line, Order order, OrderRole role)
    {
        var amount = line.Price * line.Quantity;
        json.WriteStartObject();
        json.WriteString("item_id", line.Product.Id);
        json.WriteString("item_name", line.Product.Name);
        json.WriteString("item_category", line.Product.Category);
        json.WriteNumber("price_in_usd", Order.ToUsd(line.Price, order.Currency));
        json.WriteNumber("price", line.Price);
        json.WriteNumber("quantity", line.Quantity);
        if (role is OrderRole.Purchase or OrderRole.Refund)
        {
            var kind = role is OrderRole.Purchase ? "item_revenue" : "item_refund";
            json.WriteNumber(kind + "_in_usd", Order.ToUsd(amount, order.Currency));
            json.WriteNumber(kind, amount);
        }

        Optional(json, "coupon", order.Coupon);
        json.WriteStartArray("item_params");
        json.WriteStartObject();
        json.WriteString("key", "guests");
        json.WriteStartObject("value");
        json.WriteNumber("int_value", line.Quantity * 2);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCollected(Utf8JsonWriter json, Visit visit)
    {
        if (visit.Arrival.Collected is not { } source)
        {
            return;
        }

        json.WriteStartObject("collected_traffic_source");
        Optional(json, "manual_campaign_id", source.CampaignId);
        Optional(json, "manual_campaign_name", source.Campaign);
        Optional(json, "manual_source", source.Source);
        Optional(json, "manual_medium", source.Medium);
        Optional(json, "manual_term", source.Term);
        Optional(json, "manual_content", source.Content);
        if (visit.Arrival.ClickId is "gclid" or "srsltid")
        {
            Optional(json, visit.Arrival.ClickId, visit.ClickId);
        }

        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
