package com.dataenginex.support;

import com.dataenginex.http.Endpoint;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import com.dataenginex.tracing.ActiveSpan;
import com.dataenginex.tracing.Propagation;
import com.dataenginex.tracing.SpanStarter;
import io.helidon.common.LazyValue;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webserver.http.Handler;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The application with endpoints that do what spans tell of. */
public final class TracedApplication {
    private static final SpanStarter TRACER = SpanStarter.get(TracedApplication.class);

    private TracedApplication() {
    }

    public static TestApplication start(Map<String, String> variables) {
        TestApplication[] app = new TestApplication[1];
        LazyValue<Http1Client> client = LazyValue
                .create(() -> Http1Client.builder().addService(app[0].tracing().client(Propagation.ALL)).build());
        Handler upstream = (req, res) -> {
            String body = client.get().get("http://127.0.0.1:" + app[0].port()).path("/echo")
                    .queryParam("token", "hunter2")
                    .requestEntity(String.class);
            res.send(body);
        };
        Handler refused = (req, res) -> {
            try {
                client.get().get("http://127.0.0.1:1/").requestEntity(String.class);
            } catch (RuntimeException e) {
                throw new ProblemException(Problem.of(ProblemType.BAD_GATEWAY));
            }
        };
        Handler echo = (req, res) -> {
            Map<String, String> headers = new HashMap<>();
            req.headers().forEach(header -> headers.put(header.name().toLowerCase(Locale.ROOT), header.get()));
            res.send(headers.toString());
        };
        Handler manual = (req, res) -> {
            try (ActiveSpan span = TRACER.start("database_query")) {
                span.set("query.table", "users").set("query.limit", 100).set("query.cached", false).set("query.cost",
                        0.5);
                Thread.ofVirtual().start(SpanStarter.carry(() -> TRACER.start("redis_cache_check").close())).join();
                span.failed(new IllegalStateException("no rows"));
            }
            io.helidon.tracing.Span span = app[0].tracing().helidonTracer().spanBuilder("helidon_span").start();
            span.end();
            res.send("done");
        };
        Handler boom = (req, res) -> {
            throw new IllegalStateException("boom");
        };
        app[0] = TestApplication.start(variables,
                Endpoint.get("/upstream", upstream), Endpoint.get("/refused", refused), Endpoint.get("/echo", echo),
                Endpoint.get("/manual", manual), Endpoint.get("/stream", Handlers.stream(new CountDownLatch(0))),
                Endpoint.get("/boom", boom), Endpoint.get("/api/items/{id}", (req, res) -> res.send("item")));
        return app[0];
    }
}
