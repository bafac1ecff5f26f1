package com.dataenginex.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.Lines;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows: the stream of a tab, and lines for curl. */
class UiStreamTest {
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private TestApplication app;

    @BeforeEach
    void start() {
        app = TestApplication.start(Map.of(), Endpoint.get("/boom", (req, res) -> {
            throw new IllegalStateException("boom");
        }));
    }

    @AfterEach
    void stop() {
        // Nothing ends the streams but the service or this.
        client.shutdownNow();
        app.close();
    }

    /** Lines of an answer that goes on, as they come. */
    private List<String> follow(String path, String... header) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + app.port() + path));
        if (header.length > 0) {
            request.header(header[0], header[1]);
        }
        HttpResponse<Stream<String>> response = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread.ofVirtual().start(() -> collect(response.body(), lines));
        return lines;
    }

    /**
     * Until the client is shut down. Several threads that fail at once, uncaught, print their stacks in each other's way: on
     * Java 21 they kept all carriers for ever, once.
     */
    private static void collect(Stream<String> from, List<String> lines) {
        try {
            from.forEach(lines::add);
        } catch (UncheckedIOException e) {
            // As meant.
        }
    }

    private static List<JsonNode> data(List<String> lines, String event) {
        List<JsonNode> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("event: " + event)) {
                lines.subList(i, Math.min(lines.size(), i + 3)).stream().filter(line -> line.startsWith("data: "))
                        .findFirst().ifPresent(line -> found.add(Lines.parse(line.substring(6))));
            }
        }
        return found;
    }

    private static List<String> paths(List<JsonNode> batches) {
        return batches.stream().flatMap(batch -> batch.findValuesAsText("path").stream()).toList();
    }

    @Test
    void tellsEachRequestOnceWithItsLinesAndTheFigures() throws Exception {
        List<String> lines = follow("/ui/api/stream");
        for (int i = 0; i < 50; i++) {
            app.get("/nope/" + i);
        }

        Awaitility.await().until(() -> paths(data(lines, "requests")).size() >= 50);
        assertThat(paths(data(lines, "requests"))).doesNotHaveDuplicates().hasSize(50);
        Awaitility.await().until(() -> !data(lines, "figures").isEmpty() && !data(lines, "logs").isEmpty());
        assertThat(data(lines, "figures").getFirst().path("state").path("ready").booleanValue()).isTrue();
    }

    @Test
    void resumesWhereTheBrowserWas() throws Exception {
        List<String> first = follow("/ui/api/stream?kinds=requests");
        app.get("/nope/before");
        Awaitility.await().until(() -> paths(data(first, "requests")).contains("/nope/before")
                && first.stream().anyMatch(line -> line.startsWith("id: ")));
        String id = first.stream().filter(line -> line.startsWith("id: ")).reduce((one, other) -> other).orElseThrow()
                .substring(4);
        app.get("/nope/between");
        Awaitility.await().until(() -> UiTest.requests(app, "").path("requests").size() == 2);

        List<String> second = follow("/ui/api/stream?kinds=requests", "Last-Event-ID", id);
        Awaitility.await().until(() -> !data(second, "requests").isEmpty());
        assertThat(paths(data(second, "requests"))).containsExactly("/nope/between");
        assertThat(data(second, "gap")).isEmpty();
    }

    @Test
    void saysThatItIsAnotherRun() throws Exception {
        app.get("/nope");

        List<String> lines = follow("/ui/api/stream", "Last-Event-ID", "00000000-7-9-1700000000");

        Awaitility.await().until(() -> !data(lines, "gap").isEmpty() && !data(lines, "requests").isEmpty());
        assertThat(data(lines, "gap").getFirst().path("restarted").booleanValue()).isTrue();
        assertThat(app.send(app.request("/ui/api/stream").header("Last-Event-ID", "x").build()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void saysHowManyLinesAreGone() throws Exception {
        String run = Lines.parse(app.get("/ui/api/logs").body()).path("position").asText().substring(0, 8);
        for (int i = 0; i < 2_100; i++) {
            app.get("/");
        }
        Awaitility.await().until(() -> Long.parseLong(
                Lines.parse(app.get("/ui/api/logs?max=1").body()).path("position").asText().split("-")[2]) > 2_100);

        List<String> lines = follow("/ui/api/stream?kinds=logs", "Last-Event-ID", run + "-0-0-0");

        Awaitility.await().until(() -> !data(lines, "gap").isEmpty());
        assertThat(data(lines, "gap").getFirst().path("lines").longValue()).isPositive();
        // A batch is bounded, however much there is.
        Awaitility.await().until(() -> !data(lines, "logs").isEmpty());
        assertThat(data(lines, "logs").getFirst().path("lines").size()).isLessThanOrEqualTo(200);
    }

    @Test
    void tellsAFailureThatAFloodHasLeftFarBehind() throws Exception {
        String run = Lines.parse(app.get("/ui/api/requests").body()).path("position").asText().substring(0, 8);
        app.get("/boom");
        for (int i = 0; i < 4_500; i++) {
            app.get("/");
        }

        List<String> lines = follow("/ui/api/stream?kinds=requests", "Last-Event-ID", run + "-0-0-0");

        Awaitility.await().until(() -> !data(lines, "requests").isEmpty());
        assertThat(paths(data(lines, "requests"))).contains("/boom");
    }

    @Test
    void programsFollowLineByLine() throws Exception {
        List<String> lines = follow("/ui/api/requests?follow=true&q=status:404");
        app.get("/");
        app.get("/nope");

        Awaitility.await().until(() -> lines.stream().anyMatch(line -> line.contains("\"requests\"")));
        assertThat(lines.stream().filter(line -> line.contains("\"requests\"")).toList()).singleElement()
                .satisfies(line -> assertThat(Lines.parse(line).findValuesAsText("path")).containsExactly("/nope"));
    }

    @Test
    void eightFollowAndAFailureInAFloodIsTold() throws Exception {
        List<List<String>> viewers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            viewers.add(follow("/ui/api/stream?kinds=requests"));
        }

        HttpResponse<String> ninth = app.get("/ui/api/stream");

        assertThat(ninth.statusCode()).isEqualTo(503);
        assertThat(ninth.headers().firstValue("Retry-After")).contains("5");
        app.get("/nope/last");
        for (List<String> lines : viewers) {
            Awaitility.await().until(() -> paths(data(lines, "requests")).contains("/nope/last"));
        }
    }

    @Test
    void endsInOrderWhenTheServiceDrains() throws Exception {
        List<String> lines = follow("/ui/api/stream");
        Awaitility.await().until(() -> !lines.isEmpty());

        assertThat(app.stop()).isTrue();

        Awaitility.await().until(() -> !data(lines, "goodbye").isEmpty());
    }

    @Test
    void aViewerThatLeavesGivesItsPlaceBack() throws Exception {
        for (int i = 0; i < 24; i++) {
            Awaitility.await().until(() -> {
                HttpResponse<InputStream> open = client.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + app.port() + "/ui/api/stream")).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
                open.body().close();
                return open.statusCode() == 200;
            });
        }
        assertThat(app.lines.all()).noneMatch(line -> line.path("event").asText().equals("request_failed"));
    }
}
