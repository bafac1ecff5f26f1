package com.dataenginex.tracing;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Lays out one JSON value for people, on several lines. */
final class PrettyJson {
    private static final JsonWriterFactory WRITERS = Json
            .createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));

    private PrettyJson() {
    }

    /** The value, and a line end. */
    static byte[] of(byte[] json) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(json));
                JsonWriter writer = WRITERS.createWriter(text, StandardCharsets.UTF_8)) {
            writer.write(reader.read());
        }
        // The writer begins a line before the value.
        String laidOut = text.toString(StandardCharsets.UTF_8).strip() + "\n";
        return laidOut.getBytes(StandardCharsets.UTF_8);
    }
}
