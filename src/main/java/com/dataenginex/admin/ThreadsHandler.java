package com.dataenginex.admin;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.Response;
import com.dataenginex.http.UnderWay;
import com.dataenginex.json.JsonWriter;
import com.dataenginex.json.Utf8Buffer;
import com.dataenginex.log.Fields;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * {@code GET /admin/threads}: every thread with its stack, virtual ones too, and the request that it works on:
 *
 * <pre>{"threads":[{"id":41,"name":"…","virtual":true,"request":{"request_id":"…","method":"GET","path":"/","route":"/",
 * "age_seconds":0.012345},"stack":["…"]},…]}</pre>
 *
 * <p>The JVM writes the threads to a file of its own; it is read piece by piece and deleted.
 */
final class ThreadsHandler implements Handler {
    private static final int PIECE = 1 << 16;

    private final UnderWay underWay;
    private final OneAtATime place = new OneAtATime("The threads are being listed; one at a time.");

    ThreadsHandler(UnderWay underWay) {
        this.underWay = underWay;
    }

    @Override
    public void handle(ServerRequest req, ServerResponse res) throws IOException {
        Response.requireAccepted(req, MediaTypes.APPLICATION_JSON);
        AdminToken.used(Fields.NONE);
        try (OneAtATime ignored = place.take()) {
            Path folder = Files.createTempDirectory("threads");
            Path file = folder.resolve("threads.json");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpThreads(file.toString(),
                        ThreadDumpFormat.JSON);
                res.headers().contentType(MediaTypes.APPLICATION_JSON);
                res.header(Response.NO_STORE);
                try (InputStream dump = Files.newInputStream(file); OutputStream out = res.outputStream()) {
                    copy(dump, out);
                }
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        }
    }

    private void copy(InputStream dump, OutputStream out) throws IOException {
        Set<Long> platform = Arrays.stream(ManagementFactory.getThreadMXBean().getAllThreadIds()).boxed()
                .collect(Collectors.toUnmodifiableSet());
        Map<Long, Exchange> working = underWay.byThread();
        Utf8Buffer buffer = new Utf8Buffer(PIECE);
        JsonWriter json = new JsonWriter(buffer).beginObject().field("threads").beginArray();
        try (JsonParser parser = Json.createParser(dump)) {
            boolean inThreads = false;
            while (parser.hasNext()) {
                JsonParser.Event event = parser.next();
                if (event == JsonParser.Event.KEY_NAME) {
                    inThreads = parser.getString().equals("threads");
                } else if (event == JsonParser.Event.END_ARRAY) {
                    inThreads = false;
                } else if (event == JsonParser.Event.START_OBJECT && inThreads) {
                    thread(json, parser.getObject(), platform, working);
                    if (buffer.length() > PIECE) {
                        buffer.writeTo(out);
                        buffer.clear(PIECE);
                    }
                }
            }
        }
        json.endArray().endObject();
        buffer.writeTo(out);
    }

    private static void thread(JsonWriter json, JsonObject thread, Set<Long> platform, Map<Long, Exchange> working) {
        // A text or a number, by the version of Java.
        long id = Long.parseLong(text(thread.get("tid")));
        json.beginObject().field("id").number(id).field("name").string(thread.getString("name", "")).field("virtual")
                .bool(!platform.contains(id));
        Exchange exchange = working.get(id);
        if (exchange != null) {
            json.field("request").beginObject().field("request_id").string(exchange.request().requestId())
                    .field("method").string(exchange.request().method()).field("path")
                    .string(exchange.request().path()).field("route").string(exchange.template())
                    .field("age_seconds").seconds(exchange.ageNanos()).endObject();
        }
        json.field("stack").beginArray();
        JsonArray stack = thread.getJsonArray("stack");
        if (stack != null) {
            stack.forEach(frame -> json.string(text(frame)));
        }
        json.endArray().endObject();
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString string ? string.getString() : value.toString();
    }
}
