package com.dataenginex.support;

import com.dataenginex.debug.SigningKeys;
import com.dataenginex.drill.DrillConfig;
import com.dataenginex.drill.DrillFault;
import com.dataenginex.drill.DrillOrder;
import com.dataenginex.http.Endpoint;
import com.dataenginex.infra.Contract;
import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;

/** The application after traffic of every kind: good, slow, wrong and failing, with a database that is not there. */
public final class RunningService implements AutoCloseable {
    private static final String DRILL_KEY = "k".repeat(32);

    private final OtlpReceiver receiver = OtlpReceiver.grpc();
    private final FakeSource failing = new FakeSource(FakeSource.answer(500, "{}"));
    private final FakeSource good = new FakeSource(FakeRateSources.BLOCKCHAIN.good("73838.87"));
    private final TestApplication app;

    public RunningService(Path folder) {
        Map<FakeRateSources, String> urls = new LinkedHashMap<>();
        urls.put(FakeRateSources.COINBASE, failing.url());
        urls.put(FakeRateSources.BLOCKCHAIN, good.url());
        app = TestApplication.start(folder,
                FakeRateSources.yaml(urls) + "health: {interval: PT0.05S, failures-to-go-down: 1}\n",
                Map.of("OTLP_ENDPOINT", receiver.endpoint(), "DEX_DB_HOST", "127.0.0.1", "DEX_DB_PORT",
                        Integer.toString(Ports.free()), "LOG_LEVEL", "DEBUG", "DEX_DRILL_KEY", DRILL_KEY),
                Endpoint.get("/boom", (req, res) -> {
                    throw new IllegalStateException("boom");
                }));
        traffic();
        System.gc();
    }

    public TestApplication app() {
        return app;
    }

    /** One of every kind of request. */
    public void traffic() {
        for (String path : List.of("/", "/api/external-data?currency=EUR", "/api/external-data?currency=TZS",
                "/api/external-data?currency=E", "/nope", "/boom", "/ready", "/health")) {
            app.get(path);
        }
        DrillOrder order = DrillOrder.of(DrillFault.LATENCY, Duration.ofMillis(1), UUID.randomUUID().toString());
        app.send(app.request("/").header(DrillConfig.HEADER,
                new DrillConfig(new SigningKeys(DRILL_KEY, ""), false, 1, "dev").header(Clock.systemUTC()).sign("GET",
                        "/", order.parameters(), Duration.ofSeconds(30)))
                .build());
        app.send(app.request("/").method("DELETE", HttpRequest.BodyPublishers.noBody()).build());
        try (EventReader reader = EventReader.open(app.port(), "/api/insights?count=2&interval=0.05&source=live")) {
            reader.awaitEnd();
        }
    }

    public Contract contract() {
        Awaitility.await().until(() -> Scrape.of(app).names().contains("jvm_gc_pause_seconds_count"));
        Scrape scrape = Scrape.of(app);
        Map<String, Set<String>> metrics = new HashMap<>();
        scrape.names().forEach(name -> metrics.put(name, scrape.labels(name)));
        Set<String> attributes = new HashSet<>();
        receiver.await(8, span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
                .forEach(span -> attributes.addAll(OtlpReceiver.attributes(span).keySet()));
        receiver.await(1, span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT)
                .forEach(span -> attributes.addAll(OtlpReceiver.attributes(span).keySet()));
        attributes.addAll(receiver.resource().keySet());
        return new Contract(metrics, fields(app.lines.all()), attributes);
    }

    private static Set<String> fields(List<JsonNode> lines) {
        Set<String> fields = new HashSet<>();
        lines.forEach(line -> line.fieldNames().forEachRemaining(fields::add));
        return fields;
    }

    @Override
    public void close() {
        app.close();
        failing.close();
        good.close();
        receiver.close();
    }
}
