package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dashboards have no field and no type that Grafana's own schema does not know. */
class GrafanaSchemaIT {
    private static final Path DASHBOARDS = Infra.FOLDER.resolve("grafana/dashboards");

    @TempDir
    private Path folder;

    @Test
    void everyDashboardFitsTheSchema() throws IOException {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            assertThat(check(files.sorted().toList())).isEqualTo("3 dashboards, 0 wrong\n");
        }
    }

    /** No panel is written by hand: each stands once, in the program that makes the dashboards. */
    @Test
    void theDashboardsAreThoseThatAreMade() {
        assertThat(Tool.run("", List.of(Tool.require("python3").toString(),
                Infra.FOLDER.resolve("grafana/make-dashboards").toString(), "--check")))
                .isEqualTo("3 dashboards, 0 differ\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            "legendFormat"; "legendFormatt"; unexpected field 'legendFormatt'
            "colorMode"; "colourMode"; unexpected field 'colourMode'
            "h": 1,; "h": "1",; cannot unmarshal string
            "lineWidth"; "lineWith"; unexpected field 'lineWith'
            """)
    void aMistakeInAnyDepthIsNamed(String right, String wrong, String verdict) throws IOException {
        String text = Infra.text(DASHBOARDS.resolve("dex-metrics.json"));
        Path file = Files.writeString(folder.resolve("wrong.json"), text.replaceFirst(right, wrong));

        assertThat(check(List.of(file))).contains(verdict, "1 dashboards, ");
    }

    private static String check(List<Path> files) {
        List<String> command = new ArrayList<>(List.of(Tool.requireBuilt("grafana-schema-0.0.22-1").toString()));
        files.forEach(file -> command.add(file.toString()));
        return Tool.run("", command);
    }
}
