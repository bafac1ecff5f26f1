package com.dataenginex;

import com.dataenginex.http.OwnHeader;
import com.dataenginex.http.Response;
import com.dataenginex.json.JsonWriter;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** {@code GET /}: says what this is, and where it is described ({@code service-desc}, RFC 8631). */
final class RootHandler implements Handler {
    private static final Header DESCRIPTION = OwnHeader.fixed(HeaderNames.LINK,
            "<" + OpenApi.YAML + ">; rel=\"service-desc\"; type=\"application/yaml\"");

    private final byte[] body;

    RootHandler(String version) {
        body = new JsonWriter(64).beginObject().field("message").string("DataEngineX API").field("version")
                .string(version).field("openapi").string(OpenApi.YAML)
                .endObject().toBytes();
    }

    @Override
    public void handle(ServerRequest req, ServerResponse res) {
        res.header(DESCRIPTION);
        Response.json(req, res, body);
    }
}
