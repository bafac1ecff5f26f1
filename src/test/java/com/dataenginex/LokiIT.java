package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.infra.Infra;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each LogQL query of the dashboards and documents finds the right lines of the service's real output in a real Loki. */
class LokiIT {
    private static final Predicate<JsonNode> SERVER_ERROR = line -> line.path("status_code").asInt() >= 500;
    private static final Predicate<JsonNode> SEVERE = line -> List.of("ERROR", "CRITICAL")
            .contains(line.path("level").asText());
    private static final Predicate<JsonNode> SLOW = line -> event("request_completed").test(line)
            && line.path("duration_seconds").asDouble() > 0.75;

    @TempDir
    private Path folder;

    @Test
    void everyQueryFindsTheRightLines() {
        try (LokiServer loki = new LokiServer(folder); RunningService service = new RunningService(folder)) {
            service.traffic();
            service.app().get("/api/insights?count=2&interval=1");
            String request = service.app().get("/api/external-data?currency=EUR").headers()
                    .firstValue("X-Request-ID").orElseThrow();
            String trace = service.app().lines.awaitEnd(request).path("trace_id").asText();
            String output = service.app().lines.toString();
            List<String> lines = new ArrayList<>(output.substring(0, output.lastIndexOf('\n') + 1).lines().toList());
            // What is said of lost telemetry takes trouble that other tests make; here the words are enough.
            for (String event : List.of("log_events_dropped", "span export fails: no reason given")) {
                lines.add(lines.getFirst().replaceFirst("\"event\":\"[^\"]*\"", "\"event\":\"" + event + "\""));
            }
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> loki.push(lines, "dev"));
            Awaitility.await()
                    .until(() -> loki.lines("{app=\"dataenginex\",environment=\"dev\"}").size() == lines.size());

            Map<String, Predicate<JsonNode>> expected = expected(request, trace);
            List<String> queries = queries();
            assertThat(expected.keySet()).isEqualTo(queries.stream().collect(Collectors.toSet()));
            for (String query : queries) {
                Predicate<JsonNode> wanted = expected.get(query);
                List<String> right = lines.stream().filter(line -> wanted.test(Lines.parse(line))).toList();
                String filled = filled(query, request, trace);
                if (query.contains("count_over_time")) {
                    assertThat(loki.sum(filled)).as(query).isEqualTo(right.size());
                } else if (query.contains("line_format")) {
                    assertThat(loki.lines(filled)).as(query).hasSameSizeAs(right)
                            .allSatisfy(line -> assertThat(line).matches("5\\d\\d GET /\\S* \\w+ \\S+"));
                } else {
                    assertThat(loki.lines(filled)).as(query).containsExactlyInAnyOrderElementsOf(right);
                }
            }
            assertThat(lines.stream().map(Lines::parse).filter(SERVER_ERROR)).isNotEmpty();
            assertThat(lines.stream().map(Lines::parse).filter(SEVERE)).isNotEmpty();
        }
    }

    /** Which lines each query should find. */
    private static Map<String, Predicate<JsonNode>> expected(String request, String trace) {
        String app = "{app=\"$app\",environment=~\"$environment\"}";
        String all = "{app=\"dataenginex\"} | json | ";
        Map<String, Predicate<JsonNode>> expected = new LinkedHashMap<>();
        expected.put("sum by (level) (count_over_time(" + app + " | json level=\"level\" [$__auto]))", line -> true);
        expected.put("sum(count_over_time(" + app
                + " | json level=\"level\" | level=~\"ERROR|CRITICAL\" [$__range])) or vector(0)", SEVERE);
        expected.put("sum(count_over_time(" + app
                + " | json event=\"event\", duration_seconds=\"duration_seconds\", route=\"route\" | event=\"request_completed\" | route!=\"/api/insights\" | duration_seconds > 0.75 [$__range])) or vector(0)",
                SLOW.and(line -> !line.path("route").asText().equals("/api/insights")));
        expected.put("sum by (logger) (count_over_time(" + app
                + " | json level=\"level\", logger=\"logger\" | level=~\"ERROR|CRITICAL\" [$__auto]))", SEVERE);
        expected.put("sum by (route, status_code) (count_over_time(" + app
                + " | json route=\"route\", status_code=\"status_code\" | status_code!=\"\" | status_code >= 500 [$__auto]))",
                SERVER_ERROR);
        expected.put(app
                + " | json | status_code >= 500 | line_format \"{{.status_code}} {{.method}} {{.path}} {{.outcome}} {{.request_id}}\"",
                SERVER_ERROR);
        expected.put(app + " |= \"$search\" | json | level=~\"$level\"",
                line -> line.toString().contains("currency=EUR"));
        expected.put(app + " |= \"$request_id\" | json | request_id!=\"\"",
                line -> line.path("request_id").asText().equals(request));
        expected.put(app + " |= \"$trace_id\" | json | trace_id!=\"\"",
                line -> line.path("trace_id").asText().equals(trace));
        expected.put(all + "event=\"request_completed\" | duration_seconds > 0.75", SLOW);
        expected.put(all + "status_code >= 500", SERVER_ERROR);
        expected.put(
                "sum by (route, status_code) (count_over_time({app=\"dataenginex\"} | json | status_code >= 500 [5m]))",
                SERVER_ERROR);
        expected.put(all + "event=~\"service_stopped|draining|service_started\"", event("service_started"));
        expected.put(all + "event=~\"dependency_down|dependency_up\"", event("dependency_down"));
        expected.put(all + "event=~\"log_events_dropped|span export .*\"",
                line -> line.path("event").asText().matches("log_events_dropped|span export fails.*"));
        return expected;
    }

    private static Predicate<JsonNode> event(String name) {
        return line -> line.path("event").asText().equals(name);
    }

    private static List<String> queries() {
        List<String> queries = new ArrayList<>(Infra.queries("loki").stream().map(Infra.Query::text).toList());
        for (String document : List.of("docs/DEPLOY_RUNBOOK.md", "docs/OBSERVABILITY.md")) {
            Infra.blocks(Path.of(document), "logql").forEach(block -> queries.add(block.strip()));
        }
        return queries;
    }

    private static String filled(String query, String request, String trace) {
        return query.replace("$app", "dataenginex").replace("$environment", ".+").replace("$level", ".*")
                .replace("$search", "currency=EUR").replace("$request_id", request).replace("$trace_id", trace)
                .replace("$__auto", "1h").replace("$__range", "1h");
    }
}
