package com.dataenginex;

import com.dataenginex.http.Answer;
import com.dataenginex.http.JsonWriter;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** {@code GET /}: says what this is. */
final class RootHandler implements Handler {
    private final byte[] body;

    RootHandler(String version) {
        body = new JsonWriter(64).beginObject().field("message").string("DataEngineX API").field("version")
                .string(version)
                .endObject().toBytes();
    }

    @Override
    public void handle(ServerRequest req, ServerResponse res) {
        Answer.json(req, res, body);
    }
}
