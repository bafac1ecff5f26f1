package com.dataenginex.external;

import com.dataenginex.config.Settings;
import com.dataenginex.tracing.Propagation;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * @param sources base URL by the source's name, in the order in which they are asked
 * @param apiKey of CoinDesk Data; empty for none, and then it is not asked
 * @param propagation what of a trace a source is sent
 * @param connectTimeout to a source
 * @param callTimeout of one call to a source, its whole answer included
 * @param totalTimeout of a question, over all sources
 * @param maxResponseBytes largest answer of a source that is read
 * @param retries further calls to a source whose connection failed or that answered with 5xx
 * @param callsAtOnce calls to one source in flight at once
 * @param breakerFailures failed calls in a row after which a source is left alone
 * @param breakerDelay how long it is left alone
 * @param freshFor how long an answer is given again without asking
 * @param staleFor how long an answer may stand in when all sources fail
 * @param unknownFor how long a currency that no source knows is refused without asking
 * @param failureFor how long a failure is given again without asking
 */
public record ExternalDataConfig(Map<String, URI> sources, String apiKey, Propagation propagation,
        Duration connectTimeout,
        Duration callTimeout, Duration totalTimeout, int maxResponseBytes, int retries, int callsAtOnce,
        int breakerFailures,
        Duration breakerDelay, Duration freshFor, Duration staleFor, Duration unknownFor, Duration failureFor) {

    public static ExternalDataConfig read(Settings settings) {
        String apiKey = settings.secret("external-data.coindesk.api-key", "DEX_COINDESK_API_KEY");
        ExternalDataConfig config = new ExternalDataConfig(sources(settings, apiKey), apiKey,
                settings.oneOf("external-data.propagation", "", Propagation.class),
                duration(settings, "connect-timeout", Duration.ofMillis(10), Duration.ofMinutes(1)),
                duration(settings, "call-timeout", Duration.ofMillis(10), Duration.ofMinutes(1)),
                duration(settings, "total-timeout", Duration.ofMillis(10), Duration.ofMinutes(1)),
                settings.integer("external-data.max-response-bytes", 1_024, 1 << 24),
                settings.integer("external-data.retries", 0, 5),
                settings.integer("external-data.calls-at-once", 1, 1_000),
                settings.integer("external-data.breaker-failures", 1, 100),
                duration(settings, "breaker-delay", Duration.ofMillis(10), Duration.ofMinutes(10)),
                duration(settings, "fresh-for", Duration.ZERO, Duration.ofMinutes(10)),
                duration(settings, "stale-for", Duration.ZERO, Duration.ofHours(1)),
                duration(settings, "unknown-for", Duration.ZERO, Duration.ofHours(1)),
                duration(settings, "failure-for", Duration.ZERO, Duration.ofMinutes(1)));
        if (config.callTimeout().compareTo(config.totalTimeout()) > 0) {
            settings.contradiction("external-data.call-timeout",
                    "no longer than external-data.total-timeout, " + config.totalTimeout());
        }
        return config;
    }

    private static Map<String, URI> sources(Settings settings, String apiKey) {
        Map<String, URI> baseUrls = new LinkedHashMap<>();
        for (String name : RateSource.NAMES) {
            baseUrls.put(name, settings.read("external-data." + name + ".base-url", "",
                    "http://… or https://…, without a query, or empty", ExternalDataConfig::baseUrl));
        }
        List<String> order = settings.list("external-data.sources", "one of " + String.join(", ", RateSource.NAMES),
                text -> RateSource.NAMES.contains(text) ? text : null);
        Map<String, URI> sources = new LinkedHashMap<>();
        if (new HashSet<>(order).size() < order.size()) {
            settings.contradiction("external-data.sources", "each source once");
        }
        for (String name : order) {
            URI url = baseUrls.get(name);
            boolean locked = name.equals(RateSource.COINDESK) && apiKey.isEmpty();
            if (!url.toString().isEmpty() && !locked) {
                sources.put(name, url);
            }
        }
        return sources;
    }

    private static URI baseUrl(String text) {
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean valid = url.getHost() != null && List.of("http", "https").contains(url.getScheme())
                    && url.getRawQuery() == null && url.getRawFragment() == null;
            return valid || text.isEmpty() ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static Duration duration(Settings settings, String name, Duration from, Duration to) {
        return settings.duration("external-data." + name, from, to);
    }
}
