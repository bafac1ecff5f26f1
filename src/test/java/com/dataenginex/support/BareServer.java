package com.dataenginex.support;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import java.nio.charset.StandardCharsets;

/** Helidon with one handler and nothing else: what the service is measured against. Prints its port. */
public final class BareServer {
    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final byte[] BODY = "{\"message\":\"DataEngineX API\",\"version\":\"1.0.0\",\"openapi\":\"/openapi.yaml\"}"
            .getBytes(StandardCharsets.UTF_8);

    private BareServer() {
    }

    public static void main(String[] args) {
        WebServer server = WebServer.builder().featuresDiscoverServices(false).host("127.0.0.1")
                .port(Integer.parseInt(args[0]))
                .routing(routing -> routing.get("/", (req, res) -> res.header(JSON).send(BODY))).build().start();
        System.out.println(server.port());
    }
}
