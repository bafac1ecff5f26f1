package com.dataenginex.http;

import com.dataenginex.helidon.DrainFilter;
import com.dataenginex.limits.AdmissionFilter;
import com.dataenginex.log.Severity;
import com.dataenginex.logging.Colour;
import com.dataenginex.logging.LogFormat;
import com.dataenginex.logging.Logging;
import com.dataenginex.logging.LoggingConfig;
import com.dataenginex.logging.RequestLoggingFilter;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.metrics.MetricsConfig;
import com.dataenginex.metrics.ScrapeFilter;
import com.dataenginex.tracing.Tracing;
import com.dataenginex.tracing.TracingConfig;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.opentelemetry.context.Scope;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What one filter does for a request, from its call to the end of the exchange. {@code none} is the exchange alone; the
 * others include it. Request and response are Helidon's own, of a real {@code GET /}.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
public class FiltersBenchmark extends Measured {
    private static final FilterChain END = () -> {
    };

    @Param({"none", "tracing", "logging", "metrics", "cors", "drain", "admission", "scrape"})
    private String filter;

    private final Endpoints endpoints = new Endpoints(List.of(Endpoint.get("/", (req, res) -> res.send())));
    private final CountDownLatch over = new CountDownLatch(1);
    private WebServer server;
    private Socket client;
    private Logging logging;
    private final ClientAddress clients = new ClientAddress(List.of(), HeaderNames.X_FORWARDED_FOR);
    private Filter measured;
    private RoutingRequest request;
    private RoutingResponse response;

    @Setup
    public void prepare() throws Exception {
        LoggingConfig log = new LoggingConfig(Level.INFO, LogFormat.JSON, Colour.NEVER, true, 32_768, Duration.ZERO,
                Set.of());
        logging = new Logging(log, "bench", "1", "bench", OutputStream.nullOutputStream());
        logging.start();
        measured = switch (filter) {
            case "none" -> null;
            case "tracing" -> new Tracing(
                    new TracingConfig("", "grpc", 1.0, false, 32_768, Duration.ZERO, Set.of(), Map.of()), "bench",
                    Map.of()).filter();
            case "logging" -> new RequestLoggingFilter(log);
            case "metrics" ->
                new Metrics(new MetricsConfig(List.of(Duration.ofMillis(5), Duration.ofMillis(100)), 1_000),
                        new RequestTotals()).filter();
            case "cors" -> new CorsFilter(Set.of());
            case "drain" -> new DrainFilter(() -> false);
            case "admission" -> new AdmissionFilter(1_000);
            case "scrape" -> new ScrapeFilter();
            default -> throw new IllegalArgumentException(filter);
        };
        request();
    }

    /** Holds a request open until the end. */
    private void request() throws Exception {
        CompletableFuture<RoutingRequest> requests = new CompletableFuture<>();
        CompletableFuture<RoutingResponse> responses = new CompletableFuture<>();
        server = WebServer.builder().host("127.0.0.1").port(0).featuresDiscoverServices(false)
                .routing(routing -> routing.addFilter((chain, req, res) -> {
                    requests.complete(req);
                    responses.complete(res);
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    chain.proceed();
                }).get("/", (req, res) -> res.send())).build().start();
        client = new Socket(InetAddress.getLoopbackAddress(), server.port());
        client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        request = requests.get();
        response = responses.get();
    }

    @Benchmark
    public Exchange exchange() {
        Exchange exchange = Exchange.open(request, endpoints.find("/"), clients);
        try (Scope ignored = exchange.enter()) {
            if (measured != null) {
                measured.filter(END, request, response);
            }
            exchange.end(200, 350);
        }
        return exchange;
    }

    @TearDown
    public void finish() throws Exception {
        over.countDown();
        client.close();
        server.stop();
        if (logging.dropped(Severity.INFO) > 0) {
            System.out.println("lines dropped, which costs less than to queue them: " + logging.dropped(Severity.INFO));
        }
        logging.close();
    }
}
