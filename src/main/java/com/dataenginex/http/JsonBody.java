package com.dataenginex.http;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads a request's body as one JSON object (RFC 8259), within a limit. A name that is given twice is refused. */
final class JsonBody {
    /** Made when first asked for: the service itself reads no body. */
    private static final class Readers {
        private static final JsonReaderFactory FACTORY = Json
                .createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));
        private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
    }

    private JsonBody() {
    }

    static JsonObject read(ServerRequest request, int maxBytes) {
        if (!isJson(request)) {
            throw new ProblemException(Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be application/json."));
        }
        byte[] bytes = bytes(request, maxBytes);
        try {
            String text = text(bytes);
            requireOneValue(text);
            try (JsonReader reader = Readers.FACTORY.createReader(new StringReader(text))) {
                return reader.readObject();
            }
        } catch (RuntimeException | CharacterCodingException e) {
            // Parsson throws several kinds, and their messages may quote the body.
        }
        throw new ProblemException(Problem.of(ProblemType.BAD_REQUEST, "The body is not one JSON object."));
    }

    /** A decoder of its own refuses what is not UTF-8, where a reader would put a replacement character. */
    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** Throws for whatever follows the first value: a reader stops there, and leaves the rest unread. */
    private static void requireOneValue(String text) {
        try (JsonParser parser = Readers.PARSERS.createParser(new StringReader(text))) {
            while (parser.hasNext()) {
                parser.next();
            }
        }
    }

    private static boolean isJson(ServerRequest request) {
        try {
            return request.headers().contentType()
                    .filter(type -> type.mediaType().text().equals(MediaTypes.APPLICATION_JSON_VALUE)).isPresent();
        } catch (RuntimeException e) {
            // Helidon 4.5.0 lets several kinds out for what is no media type.
            return false;
        }
    }

    private static byte[] bytes(ServerRequest request, int maxBytes) {
        long announced = request.headers().contains(HeaderNames.CONTENT_LENGTH)
                ? request.headers().contentLength().orElse(0)
                : 0;
        try {
            byte[] bytes = announced > maxBytes
                    ? new byte[0]
                    : request.content().inputStream().readNBytes(maxBytes + 1);
            if (announced > maxBytes || bytes.length > maxBytes) {
                throw new ProblemException(Problem.of(ProblemType.PAYLOAD_TOO_LARGE,
                        "The body is larger than the " + maxBytes + " bytes that this path takes."));
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
