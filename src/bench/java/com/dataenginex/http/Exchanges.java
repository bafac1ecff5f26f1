package com.dataenginex.http;

import io.helidon.http.WritableHeaders;

/** Makes exchanges without a server. */
public final class Exchanges {
    private Exchanges() {
    }

    /** A {@code GET /} that was answered with 200. */
    public static Exchange ended() {
        Exchange exchange = Exchange.refused("GET", "/", WritableHeaders.create());
        exchange.route("/");
        exchange.end(200, 100);
        return exchange;
    }
}
