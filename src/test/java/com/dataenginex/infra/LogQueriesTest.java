package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dataenginex.support.RunningService;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the LogQL queries of dashboards and documents look for is in the service's real output. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogQueriesTest {
    private List<JsonNode> lines;

    @BeforeAll
    void takeTheOutputOfTheRunningService(@TempDir Path folder) {
        RunningService service = new RunningService(folder);
        try (service) {
            service.app().lines.await(1, line -> line.path("event").asText().equals("dependency_down"));
        }
        lines = new ArrayList<>(service.app().lines.all());
        // Slow requests take time, and lost telemetry takes trouble, which other tests have; here the words are enough.
        ObjectNode slow = find("{app=\"x\"} | json | event=\"request_completed\" | route=\"/api/external-data\"")
                .deepCopy();
        lines.add(slow.put("duration_seconds", 0.751));
        // What Loki makes of a line that is no JSON.
        lines.add(lines.getFirst().<ObjectNode>deepCopy().put("__error__", "JSONParserErr"));
        for (String event : List.of("log_events_dropped", "span export fails: no reason given")) {
            lines.add(lines.getFirst().<ObjectNode>deepCopy().put("event", event));
        }
    }

    @Test
    void everyQueryFindsLines() {
        for (LogQuery query : LogQuery.all()) {
            assertThat(new LogPipeline(query.text()).find(lines)).as("%s", query).isNotEmpty();
        }
    }

    /** At night there may be no Loki and no Tempo; and what is said once was not said within the last minutes. */
    @Test
    void theRunbookAlsoSaysHowWithoutGrafanaAndGoesBackFarEnough() {
        String runbook = Infra.text(Path.of("docs/DEPLOY_RUNBOOK.md"));

        assertThat(runbook.split("\n## ")).filteredOn(section -> section.contains("```logql")
                || section.contains("```traceql")).hasSizeGreaterThan(5)
                .allSatisfy(section -> assertThat(section).containsPattern("(dexlogs( 24h)?|logs POD) \\| (jq|grep) "));
        assertThat(runbook.lines().filter(line -> line.contains("dexlogs")))
                .filteredOn(line -> line.matches(".*(upstream_[frc]|\\(upstream|dependency_|span_export).*"))
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(line).contains("dexlogs 24h"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"| json | event=\"request_ended\"", "| json | level=~\"ERR|CRIT\"",
        "| json | status_code >= 600", "| json | code >= 500", "| json level=\"level\" | event=\"request_completed\"",
        "|= \"no such words\" | json"})
    void aQueryForWhatIsNotThereFindsNothing(String stages) {
        assertThat(new LogPipeline("{app=\"x\"} " + stages).find(lines)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"| json status_code=\"status_code\" | status_code >= 500", "| json | level >= 500",
        "| json | line_format \"{{.status_code}} {{.level}}\""})
    void aLineWithoutWhatTheQueryNeedsIsAnError(String stages) {
        assertThatThrownBy(() -> new LogPipeline("{app=\"x\"} " + stages).find(lines))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"| logfmt", "| json status=\"status_code\"",
        "| json | level=\"ERROR\" or level=\"CRITICAL\"", "!= \"ERROR\"",
        "|~ \"ERROR\"",
        "[5m])) / sum(count_over_time({app=\"x\"} [5m]))"})
    void aStageThatItCannotReadIsAnErrorAndNotPassedOver(String stages) {
        assertThatThrownBy(() -> new LogPipeline("{app=\"x\"} " + stages)).isInstanceOf(IllegalArgumentException.class);
    }

    private JsonNode find(String query) {
        return new LogPipeline(query).find(lines).getFirst();
    }
}
