package com.dataenginex.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.http.Exchange;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import com.dataenginex.log.Severity;
import com.dataenginex.support.Handlers;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.opentelemetry.context.Context;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("observability")
class RequestLoggingTest {
    private static TestApplication app;

    @BeforeAll
    static void start() {
        Handler boom = (req, res) -> {
            throw new IllegalStateException("secret internals");
        };
        Handler library = (req, res) -> {
            Logger.getLogger("some.library").warning("library speaks");
            Thread.ofVirtual()
                    .start(Context.current().wrap(() -> Logger.getLogger("some.library").warning("other thread")))
                    .join();
            res.send("ok");
        };
        Handler brokenHalfway = (req, res) -> {
            OutputStream out = res.outputStream();
            out.write(new byte[100_000]);
            out.flush();
            throw new IllegalStateException("halfway");
        };
        app = TestApplication.start(Map.of(), Endpoint.get("/boom", boom), Endpoint.get("/library", library),
                Endpoint.get("/endless", Handlers.endless()), Endpoint.get("/broken", brokenHalfway),
                Endpoint.get("/items/{id}", (req, res) -> res.send("item")),
                Endpoint.get("/answers/{status}", RequestLoggingTest::answer),
                Endpoint.get("/quiet", (req, res) -> {
                    throw new ProblemException(Problem.of(ProblemType.BAD_GATEWAY));
                }).loggedAt(Severity.DEBUG));
    }

    /** With a problem, or from 900 on with the bare status. */
    private static void answer(ServerRequest req, ServerResponse res) {
        int status = Integer.parseInt(Exchange.current().pathValues().getFirst());
        if (status >= 900) {
            res.status(Status.create(status - 400)).send();
            return;
        }
        throw new ProblemException(Problem.of(ProblemType.of(status), "because of " + status));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void tiesTheResponseToBothLinesByTheRequestId() {
        HttpResponse<String> response = app.get("/?currency=EUR&token=hunter2&flag");

        String id = response.headers().firstValue("X-Request-ID").orElseThrow();
        JsonNode completed = app.lines.awaitEnd(id);
        JsonNode started = app.lines.ofRequest(id).getFirst();
        assertThat(started.path("event").asText()).isEqualTo("request_started");
        assertThat(completed.path("event").asText()).isEqualTo("request_completed");
        assertThat(List.of(started, completed)).allSatisfy(line -> {
            assertThat(line.path("method").asText()).isEqualTo("GET");
            assertThat(line.path("path").asText()).isEqualTo("/");
            assertThat(line.path("query").asText()).isEqualTo("currency=EUR&token=[redacted]&[redacted]");
            assertThat(line.path("client_host").asText()).isEqualTo("127.0.0.1");
            assertThat(line.path("user_agent").asText()).startsWith("Java-http-client/");
            assertThat(line.path("app").asText()).isEqualTo("dataenginex");
            assertThat(line.path("environment").asText()).isEqualTo("dev");
        });
        assertThat(completed.path("status_code").isInt()).isTrue();
        assertThat(completed.path("status_code").intValue()).isEqualTo(200);
        assertThat(completed.path("duration_seconds").isDouble()).isTrue();
        assertThat(completed.path("duration_seconds").doubleValue()).isBetween(0.0, 20.0);
        assertThat(completed.path("response_bytes").longValue()).isGreaterThan(47);
        assertThat(completed.path("route").asText()).isEqualTo("/");
        assertThat(completed.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    }

    @Test
    void keepsAValidRequestIdAndReplacesAnInvalidOne() {
        HttpResponse<String> kept = app.send(app.request("/").header("X-Request-ID", "my-id_1.2:3/4+5=6").build());
        HttpResponse<String> replaced = app.send(app.request("/").header("X-Request-ID", "a b\"c").build());

        assertThat(kept.headers().allValues("X-Request-ID")).containsExactly("my-id_1.2:3/4+5=6");
        assertThat(replaced.headers().allValues("X-Request-ID")).singleElement().asString()
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void logsTheTemplateAndThePathApart() {
        HttpResponse<String> response = app.get("/items/42");

        JsonNode line = app.lines.awaitEnd(response.headers().firstValue("X-Request-ID").orElseThrow());

        assertThat(line.path("route").asText()).isEqualTo("/items/{id}");
        assertThat(line.path("path").asText()).isEqualTo("/items/42");
    }

    @Test
    void writesOneErrorLineWithTheStackOfAnUnexpectedException() {
        HttpResponse<String> response = app.get("/boom");

        String id = response.headers().firstValue("X-Request-ID").orElseThrow();
        JsonNode line = app.lines.awaitEnd(id);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains(id).doesNotContain("IllegalState", "secret internals", "com.dataenginex");
        assertThat(line.path("event").asText()).isEqualTo("request_failed");
        assertThat(line.path("exception").asText()).contains("IllegalStateException: secret internals", "\tat ");
        assertThat(app.lines.ofRequest(id)).filteredOn(l -> l.path("level").asText().equals("ERROR")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"502,WARNING,bad-gateway", "503,WARNING,service-unavailable", "504,WARNING,gateway-timeout",
        "599,WARNING,about:blank", "500,ERROR,internal", "501,WARNING,not-implemented", "404,INFO,not-found",
        "505,INFO,http-version-not-supported"})
    void saysAServersErrorAtWarningWithTheProblemsTypeAndDetail(int status, String level, String type) {
        JsonNode line = app.lines.awaitEnd(
                app.get("/answers/" + status).headers().firstValue("X-Request-ID").orElseThrow());

        assertThat(line.path("event").asText()).isEqualTo("request_completed");
        assertThat(line.path("status_code").intValue()).isEqualTo(status);
        assertThat(line.path("level").asText()).isEqualTo(level);
        assertThat(line.path("problem_type").asText()).isEqualTo(type);
        assertThat(line.path("problem_detail").asText()).isEqualTo("because of " + status);
    }

    @Test
    void saysAServersErrorWithoutAProblemToo() {
        JsonNode bare = app.lines.awaitEnd(app.get("/answers/903").headers().firstValue("X-Request-ID").orElseThrow());
        JsonNode internal = app.lines
                .awaitEnd(app.get("/answers/900").headers().firstValue("X-Request-ID").orElseThrow());
        JsonNode quiet = app.lines.awaitEnd(app.get("/quiet").headers().firstValue("X-Request-ID").orElseThrow());

        assertThat(bare.path("level").asText()).isEqualTo("WARNING");
        assertThat(bare.has("problem_type")).isFalse();
        assertThat(internal.path("level").asText()).isEqualTo("ERROR");
        assertThat(quiet.path("level").asText()).as("also of an endpoint whose lines are DEBUG").isEqualTo("WARNING");
    }

    @Test
    void putsTheRequestIdOnWhatLibrariesAndOtherThreadsSay() {
        app.send(app.request("/library").header("X-Request-ID", "library-1").build());
        app.lines.awaitEnd("library-1");

        assertThat(app.lines.ofRequest("library-1")).extracting(line -> line.path("event").asText())
                .containsExactly("request_started", "library_message", "library_message", "request_completed");
        assertThat(app.lines.of("library_message")).extracting(line -> line.path("message").asText())
                .contains("library speaks", "other thread");
    }

    @Test
    void recordsAClientThatLeavesMidwayOnceAndAtInfo() {
        app.raw().abandon("GET /endless HTTP/1.1\r\nHost: a\r\nX-Request-ID: left-1\r\n\r\n");

        JsonNode line = app.lines.awaitEnd("left-1");

        assertThat(line.path("event").asText()).isEqualTo("request_completed");
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("outcome").asText()).isEqualTo("client_disconnect");
        assertThat(line.path("status_code").intValue()).isEqualTo(499);
        assertThat(app.lines.ofRequest("left-1")).hasSize(2);
    }

    @Test
    void recordsAResponseThatFailsHalfwayOnce() {
        app.raw().exchange("GET /broken HTTP/1.1\r\nHost: a\r\nX-Request-ID: half-1\r\n\r\n");

        JsonNode line = app.lines.awaitEnd("half-1");

        assertThat(line.path("event").asText()).isEqualTo("request_failed");
        assertThat(line.path("exception").asText()).contains("halfway");
        assertThat(app.lines.ofRequest("half-1")).filteredOn(l -> l.has("status_code")).hasSize(1);
    }

    @Test
    void saysOnceAtTheStartWhatRunsWhere() {
        JsonNode line = app.lines.await(1, l -> l.path("event").asText().equals("service_started")).getFirst();

        assertThat(line.path("service").asText()).isEqualTo("dataenginex");
        assertThat(line.path("service_version").asText()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(line.path("deployment_environment").asText()).isEqualTo("dev");
        assertThat(line.path("address").asText()).isEqualTo("http://127.0.0.1:" + app.port());
        assertThat(line.path("telemetry").asText()).isNotEmpty();
        assertThat(line.path("start_seconds").doubleValue()).isPositive();
        assertThat(app.lines.all()).noneMatch(
                other -> other.path("message").asText()
                        .matches("(?s).*(bound for socket|Started all channels|features:).*"));
        assertThat(app.lines.of("service_started")).hasSize(1);
    }
}
