package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.helidon.ConnectionEnd;
import com.dataenginex.helidon.RefusedRequests;
import com.dataenginex.support.RawClient;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Filter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Every way for a request to end, with filters that misbehave. */
class ExchangeFilterTest {
    /** Lets a request pass once more. */
    private static final Filter AGAIN = (chain, req, res) -> {
        try {
            chain.proceed();
        } catch (IllegalStateException e) {
            chain.proceed();
        }
    };

    private static final ClientAddress CLIENTS = new ClientAddress(List.of(), HeaderNames.X_FORWARDED_FOR);
    private static final ProblemWriter PROBLEMS = new ProblemWriter("urn:test:problem:");

    private final Queue<Exchange> ended = new ConcurrentLinkedQueue<>();

    @Test
    void aFilterThatThrowsIsAnsweredAndRecordedOnceWithTheStatusSent() {
        String response = request((chain, req, res) -> {
            throw new IllegalStateException("filter internals");
        });

        assertThat(response).startsWith("HTTP/1.1 500 ").contains("application/problem+json", "X-Request-ID: ")
                .doesNotContain("internals");
        Exchange exchange = awaitEnd();
        assertThat(exchange.status()).isEqualTo(500);
        assertThat(exchange.failure()).hasMessage("filter internals");
        assertThat(exchange.outcome()).isEqualTo(ExchangeOutcome.FAILED);
    }

    @Test
    void aFilterThatThrowsAProblemIsAnsweredWithIt() {
        String response = request((chain, req, res) -> {
            throw new ProblemException(Problem.of(ProblemType.SERVICE_UNAVAILABLE));
        });

        assertThat(response).startsWith("HTTP/1.1 503 ");
        assertThat(awaitEnd().failure()).isNull();
    }

    @Test
    void aFilterThatThrowsAfterTheAnswerChangesNothingButTheOutcome() {
        String response = request((chain, req, res) -> {
            chain.proceed();
            throw new IllegalStateException("too late");
        });

        assertThat(response).startsWith("HTTP/1.1 200 ");
        Exchange exchange = awaitEnd();
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.outcome()).isEqualTo(ExchangeOutcome.FAILED);
    }

    @Test
    void aFilterThatNeitherAnswersNorProceedsIsA500() {
        String response = request((chain, req, res) -> {
        });

        assertThat(response).startsWith("HTTP/1.1 500 ");
        assertThat(awaitEnd().status()).isEqualTo(500);
    }

    /** One who tries again must not get past those further in, such as one that asks for credentials. */
    @Test
    void whoLetsARequestPassTwiceLetsItPassTheSameFiltersTwice() {
        List<String> passed = new ArrayList<>();
        Filter guard = (chain, req, res) -> {
            passed.add("guard");
            if (passed.size() < 3) {
                throw new IllegalStateException("no credentials");
            }
            chain.proceed();
        };

        assertThat(request(new FilterStack(List.of(AGAIN, guard)))).startsWith("HTTP/1.1 500 ");
        assertThat(passed).hasSize(2);
        assertThat(request(new FilterStack(List.of(AGAIN, guard)))).startsWith("HTTP/1.1 200 ");
        assertThat(passed).hasSize(3);
    }

    @Test
    void whoDoesNothingTheSecondTimeIsFoundOut() {
        List<String> passed = new ArrayList<>();
        Filter once = (chain, req, res) -> {
            if (passed.isEmpty()) {
                chain.proceed();
            }
        };
        Filter failing = (chain, req, res) -> {
            passed.add("further in");
            throw new IllegalStateException("the first time");
        };

        assertThat(request(new FilterStack(List.of(AGAIN, once, failing)))).startsWith("HTTP/1.1 500 ");
        assertThat(awaitEnd().status()).isEqualTo(500);
    }

    /** It is committed where the filters end. */
    @Test
    void whoHasBegunAnAnswerMayLetTheRequestPass() {
        String response = request(new FilterStack(List.of((chain, req, res) -> {
            try {
                res.outputStream().write("begun".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            chain.proceed();
        })));

        assertThat(response).startsWith("HTTP/1.1 200 ");
        assertThat(awaitEnd().status()).isEqualTo(200);
    }

    @Test
    void nothingFurtherInIsAskedOnceThereIsAnAnswer() {
        List<String> passed = new ArrayList<>();

        String response = request(new FilterStack(List.of((chain, req, res) -> {
            res.send("answered");
            chain.proceed();
        }, (chain, req, res) -> {
            passed.add("further in");
            chain.proceed();
        })));

        assertThat(response).startsWith("HTTP/1.1 200 ").endsWith("answered");
        assertThat(passed).isEmpty();
    }

    @Test
    void aHandlerThatFailsHalfwayIsRecordedOnce() {
        String response = request((chain, req, res) -> {
            OutputStream out = res.outputStream();
            try {
                out.write(new byte[50_000]);
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            throw new IllegalStateException("halfway");
        });

        assertThat(response).startsWith("HTTP/1.1 200 ");
        assertThat(awaitEnd().failure()).hasMessage("halfway");
    }

    private String request(Filter inner) {
        ProblemErrorHandler errors = new ProblemErrorHandler(PROBLEMS);
        Endpoints endpoints = new Endpoints(List.of(Endpoint.get("/", (req, res) -> res.send("ok"))));
        RequestTotals totals = new RequestTotals();
        Filter watching = (chain, req, res) -> {
            Exchange.current().observe(ended::add);
            chain.proceed();
        };
        WebServer server = WebServer.builder().host("127.0.0.1").port(0).shutdownHook(false)
                .routing(routing -> routing.addFilter(new FilterStack(List.of(
                        new ExchangeFilter(endpoints, errors, totals, CLIENTS, new ConnectionEnd()), watching, inner)))
                        .error(Throwable.class, errors).any(endpoints))
                .directHandlers(new RefusedRequests(PROBLEMS, CLIENTS, List.of()).handlers()).build().start();
        try {
            return new RawClient(server.port()).exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        } finally {
            server.stop();
        }
    }

    private Exchange awaitEnd() {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !ended.isEmpty());
        assertThat(ended).hasSize(1);
        return ended.peek();
    }
}
