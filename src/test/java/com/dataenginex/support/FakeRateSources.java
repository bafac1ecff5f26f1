package com.dataenginex.support;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The shapes in which the five sources speak. */
public enum FakeRateSources {
    COINDESK("coindesk",
            "{\"Data\":{\"BTC-EUR\":{\"TYPE\":\"266\",\"VALUE\":%s,\"VALUE_LAST_UPDATE_TS\":1795521600}},\"Err\":{}}",
            "/index/cc/v1/latest/tick?market=cadli&instruments=BTC-EUR", "2026-11-24T12:00:00Z") {
        @Override
        public FakeSource.Reply unknown() {
            return FakeSource.answer(404, "{\"Data\":{},\"Err\":{\"type\":2,\"message\":\"instrument not found\"}}");
        }
    },
    COINBASE("coinbase", "{\"data\":{\"amount\":\"%s\",\"base\":\"BTC\",\"currency\":\"EUR\"}}",
            "/v2/prices/BTC-EUR/spot", null) {
        @Override
        public FakeSource.Reply unknown() {
            return FakeSource.answer(404, "{\"errors\":[{\"id\":\"not_found\",\"message\":\"Invalid currency\"}]}");
        }
    },
    KRAKEN("kraken", "{\"error\":[],\"result\":{\"XXBTZEUR\":{\"a\":[\"1\",\"1\"],\"c\":[\"%s\",\"0.001\"]}}}",
            "/0/public/Ticker?pair=XBTEUR", null) {
        @Override
        public FakeSource.Reply unknown() {
            return FakeSource.answer(200, "{\"error\":[\"EQuery:Unknown asset pair\"]}");
        }
    },
    BLOCKCHAIN("blockchain",
            "{\"USD\":{\"last\":1.5},\"EUR\":{\"15m\":2,\"last\":%s,\"buy\":3,\"sell\":4,\"symbol\":\"EUR\"}}",
            "/ticker", null) {
        @Override
        public FakeSource.Reply unknown() {
            return FakeSource.answer(200, "{\"USD\":{\"last\":1.5},\"INR\":{\"last\":2.5}}");
        }
    },
    LEGACY("coindesk-legacy",
            "{\"time\":{\"updatedISO\":\"2024-11-24T13:00:00+01:00\"},\"bpi\":{\"EUR\":{\"code\":\"EUR\",\"rate\":\"x\",\"rate_float\":%s}}}",
            "/v1/bpi/currentprice/EUR.json", "2024-11-24T12:00:00Z") {
        @Override
        public FakeSource.Reply unknown() {
            return FakeSource.answer(404, "Sorry, your requested currency is not supported.");
        }
    };

    public final String id;
    public final String target;
    /** The time in its answers, or null if it gives none. */
    public final String timestamp;
    private final String body;

    FakeRateSources(String id, String body, String target, String timestamp) {
        this.id = id;
        this.body = body;
        this.target = target;
        this.timestamp = timestamp;
    }

    /** An answer for EUR with that value. */
    public String body(String value) {
        return body.formatted(value);
    }

    public FakeSource.Reply good(String value) {
        return FakeSource.answer(200, body(value));
    }

    public abstract FakeSource.Reply unknown();

    /** Configuration that asks these sources alone, in this order, and remembers nothing, with more of it appended. */
    public static String yaml(Map<FakeRateSources, String> urls, String... more) {
        String order = urls.keySet().stream().map(source -> source.id).collect(Collectors.joining(", "));
        String bases = urls.entrySet().stream()
                .map(e -> "  " + e.getKey().id + ": {base-url: \"" + e.getValue() + "\"}\n")
                .collect(Collectors.joining());
        List<String> defaults = List.of("fresh-for: PT0S", "failure-for: PT0S", "unknown-for: PT0S", "retries: 0",
                "breaker-failures: 100", "call-timeout: PT5S", "total-timeout: PT10S", "stale-for: PT0S");
        String rest = defaults.stream()
                .filter(line -> List.of(more).stream()
                        .noneMatch(m -> m.startsWith(line.substring(0, line.indexOf(':') + 1))))
                .map(line -> "  " + line + "\n").collect(Collectors.joining());
        return "external-data:\n  sources: [" + order + "]\n" + bases + rest
                + List.of(more).stream().map(line -> "  " + line + "\n").collect(Collectors.joining());
    }
}
