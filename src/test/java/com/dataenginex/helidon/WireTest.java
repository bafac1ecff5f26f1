package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.Method;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Octets as clients send them, each alone and then with a second request behind it: as many answers as there were requests. */
class WireTest {
    private static final String SECOND = "GET /second HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([2-5]\\d\\d) ");
    /** Where this service and llhttp differ: a part of the name, the answers, whether it goes on, and why. */
    private static final List<Difference> DIFFERENCES = List.of(
            new Difference("Multiple tokens with folding and LWS", "404", true,
                    "no upgrade is offered, so what follows is a request"),
            new Difference("Setting a flag and pausing", "404", true, "no upgrade is offered"),
            new Difference("Emitting part of body and pausing", "404", true, "no upgrade is offered"),
            new Difference("Upgrade GET request", "404", true, "no upgrade is offered"),
            new Difference("Upgrade POST request", "404", true, "no upgrade is offered"),
            new Difference("CRLF between requests, implicit `keep-alive`", "405 400", false,
                    "the first request is whole"),
            new Difference("Should parse multiple events", "404 404 404", true,
                    "the third one is answered before its body is here"),
            new Difference("Chunk extensions", "404", false, "answered before its body is here"),
            new Difference("Chunk extensions quoting", "404", false, "the same"),
            new Difference("Chunk header not terminated by CRLF", "200", false, "answered before its body is read"),
            new Difference("Chunk data not terminated by CRLF", "200", false, "answered before its body is read"),
            new Difference("Spaces in `Content-Length` (surrounding)", "405", false,
                    "answered before its body is here"),
            new Difference("Tabs in `Content-Length` (surrounding)", "405", false, "answered before its body is here"),
            new Difference("Content-Length reset when no body is received", "404", false,
                    "the second is the first one's body"),
            new Difference("HTTP protocol and ANNOUNCE method", "404", false, "a method need not be known"),
            new Difference("Invalid method", "405", true, "a method need not be known (RFC 9110, 9.1)"),
            new Difference("SOURCE request with ICE", "400", false, "another protocol"),
            new Difference("OPTIONS request with RTSP", "400", false, "another protocol"),
            new Difference("ANNOUNCE request with RTSP", "400", false, "another protocol"),
            new Difference("M-SEARCH request", "400", false, "an asterisk is for OPTIONS (RFC 9112, 3.2.4)"),
            new Difference("CONNECT request", "400", false, "no tunnel is offered, and what follows is none"),
            new Difference("CONNECT request with CAPS", "400", false, "no tunnel is offered"),
            new Difference("CONNECT with body", "400", false, "no tunnel is offered"),
            new Difference("Underscore in hostname", "400", false, "no tunnel is offered"),
            new Difference("No HTTP version", "400", false, "HTTP/0.9"),
            new Difference("Missing CRLF-CRLF before body", "400", false, "the same, said once"),
            new Difference("Parsing and setting flag", "404", false, "answered before its body is here"),
            new Difference("POST with `chunked` as last transfer-encoding", "400", false,
                    "no coding but chunked is known"),
            new Difference("POST with `chunked` as last transfer-encoding (multiple headers)", "400", false,
                    "the same"),
            new Difference("Quotes in URI", "400", false, "no target has them (RFC 3986, 2)"),
            new Difference("Query URL with vertical bar character", "400", false, "no target has it (RFC 3986, 2)"),
            new Difference("Fragment in URI", "400", false, "no target has one (RFC 9112, 3.2)"),
            new Difference("`host:port` and basic auth", "400", false, "RFC 9110, 4.2.4"));

    private static TestApplication app;

    /** One input of our own. */
    record Sent(String section, String name, String request, List<Integer> answers, Boolean goesOn) {
        @Override
        public String toString() {
            return section + ": " + name;
        }
    }

    /** One input of llhttp's. */
    record Fixture(String file, String name, String request, boolean accepted, int messages) {
        @Override
        public String toString() {
            return file + ": " + name;
        }
    }

    private record Difference(String name, String answers, boolean goesOn, String reason) {
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        app = TestApplication.start(folder, "", Map.of(), Endpoint.on(Method.POST, "/echo", (req, res) -> res.send(
                req.content().hasEntity() ? req.content().as(byte[].class) : new byte[0])));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    static List<Sent> requests() throws IOException {
        return read("requests.json").map(row -> new Sent(row.path("section").asText(), row.path("name").asText(),
                row.path("request").asText(), statuses(row.path("answers")),
                row.path("goesOn").isNull() ? null : row.path("goesOn").asBoolean())).toList();
    }

    static List<Fixture> fixtures() throws IOException {
        return read("llhttp-requests.json").map(row -> new Fixture(row.path("file").asText(), row.path("name").asText(),
                row.path("request").asText(), row.path("accepted").asBoolean(), row.path("messages").asInt())).toList();
    }

    private static java.util.stream.Stream<JsonNode> read(String file) throws IOException {
        try (InputStream in = WireTest.class.getResourceAsStream("/wire/" + file)) {
            return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false);
        }
    }

    private static List<Integer> statuses(JsonNode answers) {
        List<Integer> statuses = new ArrayList<>();
        answers.forEach(each -> statuses.add(each.asInt()));
        return statuses;
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isAnsweredAsTheSpecificationsDemand(Sent sent) {
        assertThat(answers(sent.request())).as("alone").isEqualTo(sent.answers());
        List<Integer> followed = answers(sent.request() + SECOND);
        List<Integer> both = new ArrayList<>(sent.answers());
        both.add(404);
        if (sent.goesOn() == null) {
            assertThat(followed).isIn(sent.answers(), both);
        } else {
            assertThat(followed).as("with a second request").isEqualTo(sent.goesOn() ? both : sent.answers());
        }
        assertThat(app.lines.all()).noneMatch(line -> line.path("path").asText().equals("/smuggled"));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void isAnsweredAsAnotherParserSeesIt(Fixture sent) {
        List<Integer> alone = answers(sent.request());
        List<Integer> followed = answers(sent.request() + SECOND);
        Difference difference = DIFFERENCES.stream().filter(each -> each.name().equals(sent.name())).findFirst()
                .orElse(null);
        if (difference != null) {
            assertThat(String.join(" ", alone.stream().map(String::valueOf).toList())).as(difference.reason())
                    .isEqualTo(difference.answers());
            assertThat(followed).as(difference.reason()).hasSize(alone.size() + (difference.goesOn() ? 1 : 0));
        } else if (sent.accepted()) {
            boolean last = sent.request().contains("HTTP/1.0\r\n") || sent.request().contains("Connection: close");
            assertThat(alone).hasSize(sent.messages()).allMatch(status -> status < 500 && status != 400);
            assertThat(followed).hasSize(sent.messages() + (last || sent.messages() == 0 ? 0 : 1));
        } else {
            refused(sent, alone);
            refused(sent, followed);
        }
    }

    /** Nothing behind what is refused is read; what is not whole may be left without an answer. */
    private static void refused(Fixture sent, List<Integer> answers) {
        assertThat(answers.size()).isLessThanOrEqualTo(Math.max(1, sent.messages() + 1));
        assertThat(answers).allMatch(status -> status < 500 || status == 505);
        if (answers.size() > sent.messages()) {
            assertThat(answers.getLast()).isIn(400, 404, 405, 505);
        }
    }

    private static List<Integer> answers(String request) {
        List<Integer> statuses = new ArrayList<>();
        Matcher answers = STATUS.matcher(app.raw().exchange(request));
        while (answers.find()) {
            statuses.add(Integer.parseInt(answers.group(1)));
        }
        return statuses;
    }
}
