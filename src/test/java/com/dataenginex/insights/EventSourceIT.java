package com.dataenginex.insights;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Lines;
import com.dataenginex.support.TestApplication;
import com.dataenginex.support.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real browser's {@code EventSource}, on a page of another origin. */
class EventSourceIT {
    private static final String PAGE = """
            <!doctype html><title>events</title><script>
            const events = [], source = new EventSource('http://127.0.0.1:%d/api/insights?count=4&interval=0.1');
            source.addEventListener('insight', e => events.push({id: e.lastEventId, ...JSON.parse(e.data)}));
            let errors = 0;
            source.onerror = () => {
              errors++;
              if (source.readyState === EventSource.CLOSED) {
                fetch('/result', {method: 'POST', body: JSON.stringify({errors, events})});
              }
            };
            </script>""";

    private final CompletableFuture<String> result = new CompletableFuture<>();

    @TempDir
    private Path folder;

    @Test
    void getsEachEventOnceAndStaysAwayAfterTheLast() throws Exception {
        Path chromium = Tool.require("chromium");
        HttpServer pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String origin = "http://127.0.0.1:" + pages.getAddress().getPort();
        try (TestApplication app = TestApplication.start(folder,
                "server: {cors-origins: [\"" + origin + "\"]}\ninsights: {reconnect-delay: PT0.2S}", Map.of())) {
            serve(pages, PAGE.formatted(app.port()));
            Process browser = new ProcessBuilder(List.of(chromium.toString(), "--headless", "--no-sandbox",
                    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--user-data-dir=" + folder.resolve("profile"),
                    "--remote-debugging-port=0", origin + "/")).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("chromium.log").toFile()).start();
            try {
                JsonNode seen = Lines.parse(result.get(60, TimeUnit.SECONDS));

                List<String> ids = seen.path("events").findValuesAsText("id");
                String seed = ids.getFirst().substring(0, 16);
                assertThat(ids).containsExactly(seed + "-1", seed + "-2", seed + "-3", seed + "-4");
                assertThat(seen.path("events").findValuesAsText("metric")).containsExactly("request_rate",
                        "error_rate", "in_flight", "request_rate");
                // The end of the stream, and then the 204.
                assertThat(seen.path("errors").intValue()).isEqualTo(2);
                app.lines.await(1, line -> line.path("status_code").intValue() == 204);
            } finally {
                browser.descendants().forEach(ProcessHandle::destroyForcibly);
                browser.destroyForcibly().waitFor();
                pages.stop(0);
            }
        }
    }

    private void serve(HttpServer pages, String page) {
        pages.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().equals("/result")) {
                result.complete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            }
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        pages.start();
    }
}
