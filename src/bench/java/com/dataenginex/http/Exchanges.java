package com.dataenginex.http;

import io.helidon.http.WritableHeaders;
import java.util.List;

/** Makes exchanges without a server. */
public final class Exchanges {
    private Exchanges() {
    }

    /** A {@code GET /} that was answered with 200. */
    public static Exchange ended() {
        Exchange exchange = new Exchange(RequestFacts.refused("GET", "/", WritableHeaders.create(), null),
                Endpoint.get("/", (req, res) -> res.send()), List.of());
        exchange.end(200, 100);
        return exchange;
    }
}
