package com.dataenginex.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import java.util.List;

/** Makes exchanges without a server. */
public final class Exchanges {
    private Exchanges() {
    }

    /** A {@code GET /} that was answered with 200. */
    public static Exchange ended() {
        Exchange exchange = new Exchange(RequestFacts.refused("GET", "/", WritableHeaders.create(), null,
                new ClientAddress(List.of(), HeaderNames.X_FORWARDED_FOR)),
                Endpoint.get("/", (req, res) -> res.send()), List.of(), System.nanoTime());
        exchange.end(200, 100);
        return exchange;
    }
}
