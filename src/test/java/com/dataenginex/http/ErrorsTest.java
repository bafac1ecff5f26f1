package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Lines;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {
    private static TestApplication app;

    @BeforeAll
    static void start() {
        app = TestApplication.start(Map.of(), Endpoint.get("/busy", (req, res) -> {
            throw new ProblemException(Problem.of(ProblemType.SERVICE_UNAVAILABLE,
                    HeaderValues.create(HeaderNames.RETRY_AFTER, 7)));
        }), Endpoint.get("/invalid", (req, res) -> {
            throw new ProblemException(Problem.invalid(List.of(new Problem.FieldError("count", "must be from 1 to 20"),
                    new Problem.FieldError("interval", "must be a number"))));
        }), Endpoint.get("/read", (req, res) -> res.send(String.valueOf(req.content().as(byte[].class).length))));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void answersAnUnknownPathWithAProblem() {
        HttpResponse<String> response = app.get("/nope?token=hunter2");

        JsonNode problem = problem(response, 404);
        assertThat(problem.path("type").asText()).isEqualTo("urn:dataenginex:problem:not-found");
        assertThat(problem.path("title").asText()).isEqualTo("Not found");
        assertThat(problem.path("detail").asText()).isNotEmpty();
        assertThat(problem.path("instance").asText()).isEqualTo("/nope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"})
    void answersAWrongMethodWith405AndAllow(String method) {
        HttpResponse<String> response = app
                .send(app.request("/").method(method, HttpRequest.BodyPublishers.ofString("body")).build());

        problem(response, 405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    }

    @Test
    void answersOptionsWithAllow() {
        HttpResponse<String> response = app
                .send(app.request("/").method("OPTIONS", HttpRequest.BodyPublishers.noBody()).build());

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    }

    @Test
    void answersHeadLikeGetWithoutABody() {
        HttpResponse<String> get = app.get("/");
        String head = app.raw().exchange("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        String missing = app.raw().exchange("HEAD /nope HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Length: " + get.body().length() + "\r\n")
                .endsWith("\r\n\r\n");
        assertThat(missing).startsWith("HTTP/1.1 404 ").contains("application/problem+json").endsWith("\r\n\r\n");
    }

    @Test
    void answers406WhenNothingFitsAnd400WhenAcceptIsNonsense() {
        problem(app.send(app.request("/").header("Accept", "text/html").build()), 406);
        problem(app.send(app.request("/").header("Accept", "///;;;").build()), 400);
        assertThat(app.send(app.request("/").header("Accept", "text/html, application/*;q=0.5").build()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void answers413ForABodyThatIsAnnouncedOrTurnsOutTooLarge() {
        String announced = app.raw()
                .exchange("GET /read HTTP/1.1\r\nHost: a\r\nX-Request-ID: large-1\r\nContent-Length: 1048577\r\n\r\n");
        String chunked = app.raw().exchange("GET /read HTTP/1.1\r\nHost: a\r\nX-Request-ID: large-2\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n100001\r\n");

        assertThat(List.of(announced, chunked)).allSatisfy(response -> assertThat(response).startsWith("HTTP/1.1 413 ")
                .contains("application/problem+json", "\"status\":413"));
        assertThat(announced).contains("X-Request-ID: large-1");
        assertThat(app.lines.awaitEnd("large-1").path("outcome").asText()).isEqualTo("refused");
        assertThat(app.lines.awaitEnd("large-2").path("status_code").intValue()).isEqualTo(413);
    }

    @Test
    void acceptsABodyOfExactlyTheLimit() {
        HttpResponse<String> response = app
                .send(app.request("/read").method("GET", HttpRequest.BodyPublishers.ofByteArray(new byte[1 << 20]))
                        .build());

        assertThat(response.body()).isEqualTo("1048576");
    }

    @Test
    void answersAHalfSentBodyWith400() {
        String response = app.raw()
                .exchange("GET /read HTTP/1.1\r\nHost: a\r\nX-Request-ID: part-1\r\nContent-Length: 100\r\n\r\nabc");

        assertThat(response).startsWith("HTTP/1.1 400 ").contains("ended before its announced length",
                "Connection: close");
        assertThat(app.lines.awaitEnd("part-1").path("status_code").intValue()).isEqualTo(400);
    }

    @Test
    void sendsTheHeadersOfAProblem() {
        HttpResponse<String> response = app.get("/busy");

        problem(response, 503);
        assertThat(response.headers().firstValue("Retry-After")).contains("7");
    }

    @Test
    void listsFieldAndReasonOfEachInvalidParameter() {
        JsonNode errors = problem(app.get("/invalid"), 400).path("errors");

        assertThat(errors).hasSize(2);
        assertThat(errors.get(0).path("field").asText()).isEqualTo("count");
        assertThat(errors.get(0).path("reason").asText()).isEqualTo("must be from 1 to 20");
    }

    @Test
    void answersWhatNoFilterSeesWithAProblemAndOneLine() {
        String old = app.raw().exchange("GET /?token=hunter2 HTTP/2.0\r\nHost: a\r\n\r\n");
        String unreadable = app.raw().exchange("GET /\u0001%zz HTTP/1.1\r\nHost: a\r\nX-Request-ID: unread-1\r\n\r\n");

        assertThat(old).startsWith("HTTP/1.1 505 ").contains("X-Request-ID: ", "application/problem+json");
        assertThat(unreadable).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
        String id = old.replaceAll("(?s).*X-Request-ID: ([^\\r]+).*", "$1");
        JsonNode line = app.lines.awaitEnd(id);
        assertThat(line.path("outcome").asText()).isEqualTo("refused");
        assertThat(line.path("status_code").intValue()).isEqualTo(505);
        assertThat(app.lines.ofRequest(id)).hasSize(1);
        assertThat(app.lines.toString()).doesNotContain("hunter2");
    }

    @Test
    void closesTheConnectionWhenAsked() {
        String response = app.raw()
                .exchange("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc");

        assertThat(response).startsWith("HTTP/1.1 405 ").contains("Connection: close").endsWith("}");
    }

    private static JsonNode problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = Lines.parse(response.body());
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.path("request_id").asText())
                .isEqualTo(response.headers().firstValue("X-Request-ID").orElseThrow());
        return problem;
    }
}
