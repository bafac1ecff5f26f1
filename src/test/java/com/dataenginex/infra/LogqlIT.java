package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Tool;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each LogQL query of dashboards, data sources and documents is one by the grammar of Grafana's query editor. */
class LogqlIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Path packages;
    private static Path node;

    @BeforeAll
    static void findTheGrammar() {
        packages = Tool.requirePackages("logql-0.4.2");
        node = Tool.require("node");
    }

    @Test
    void everyQueryIsLogql() throws IOException {
        List<LogQuery> queries = LogQuery.all();

        Verdict verdict = check(queries);

        assertThat(queries).isNotEmpty();
        assertThat(verdict).isEqualTo(new Verdict(0, queries.size() + " queries, 0 wrong\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            an unclosed brace; {app="$app" | json; 1:13
            an unknown operator; {app="$app"} | json | level =* "ERROR"; 1:30
            no text to look for; {app="$app"} |= | json; 1:17
            no number to compare with; {app="$app"} | json | status_code >=; 1:37
            an unknown parser; {app="$app"} | jsn | level="ERROR"; 1:20
            an unclosed text; {app="$app"} |= "$search; 1:17
            an unknown function; summ(count_over_time({app="$app"} [$__auto])); 1:1
            an unclosed bracket; sum by (level (count_over_time({app="$app"} [5m])); 1:15
            no range; sum(rate({app="$app"} | json)); 1:29
            a range that is no duration; count_over_time({app="$app"} [$app]); 1:31
            lines summed; sum({app="$app"} | json); 1:24
            """)
    void aWrongQueryIsRefusedWhereItGoesWrong(String what, String text, String position) throws IOException {
        Verdict verdict = check(List.of(new LogQuery("right", "{app=\"$app\"} | json"), new LogQuery(what, text)));

        assertThat(verdict).isEqualTo(
                new Verdict(1, what + ": not LogQL at " + position + ": " + text + "\n2 queries, 1 wrong\n"));
    }

    @Test
    void variablesAreFilledInAndLinesAreCounted() throws IOException {
        String text = """
                count_over_time({app="${app:regex}", environment=~"[[environment]]"}
                  |= "$search" [${__range_s}s])
                """;

        assertThat(check(List.of(new LogQuery("right", text))).exit()).isZero();
        assertThat(check(List.of(new LogQuery("wrong", text + " / ]"))).output()).contains("not LogQL at 3:4");
    }

    private record Verdict(int exit, String output) {
    }

    private static Verdict check(List<LogQuery> queries) throws IOException {
        Process process = new ProcessBuilder(node.toString(), Infra.FOLDER.resolve("proof/logql/check.mjs").toString(),
                packages.toString()).redirectErrorStream(true).start();
        process.getOutputStream().write(JSON.writeValueAsBytes(queries));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Verdict(process.onExit().join().exitValue(), output);
    }
}
