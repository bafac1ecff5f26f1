package com.dataenginex.readers;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What Prometheus scrapes.
 *
 * @param labels after relabelling, such as {@code job}, {@code instance} and {@code environment}
 * @param url that it asks
 * @param health up, down or unknown
 * @param lastError why the last scrape failed, or empty
 * @param lastScrape by Prometheus' clock; the epoch before the first
 */
public record ScrapeTarget(String pool, Map<String, String> labels, String url, String health, String lastError,
        Instant lastScrape, Duration interval) {
    static ScrapeTarget of(JsonObject target) {
        Instant last = Instant.parse(JsonText.text(target, "lastScrape"));
        return new ScrapeTarget(JsonText.text(target, "scrapePool"), JsonText.texts(JsonText.object(target, "labels")),
                JsonText.text(target, "scrapeUrl"), JsonText.text(target, "health"),
                JsonText.text(target, "lastError"), last.isBefore(Instant.EPOCH) ? Instant.EPOCH : last,
                PrometheusDuration.parse(JsonText.text(target, "scrapeInterval")));
    }

    public boolean isUp() {
        return health.equals("up");
    }

    /** A label, empty if it is absent. */
    public String label(String label) {
        return labels.getOrDefault(label, "");
    }
}
