package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogQueryTest {
    @Test
    void findsTheQueriesOfADocumentButNotItsPromql(@TempDir Path folder) throws IOException {
        Path document = Files.writeString(folder.resolve("document.md"),
                """
                        1. Look at the lines:

                           ```logql
                           {app="a"} | json
                           ```
                        2. Ask for `{app="b"} |= "c"` or for `sum(rate({app="d"}[5m]))`, not for `up{app="e"} == 0`, `{"app":"f"}`
                           or `sum(rate(http_requests_total{app="g"}[5m]))`.

                        ```promql
                        up{app="h"}
                        ```
                        """);

        assertThat(LogQuery.of(document)).extracting(LogQuery::text).containsExactly("{app=\"a\"} | json",
                "{app=\"b\"} |= \"c\"", "sum(rate({app=\"d\"}[5m]))");
    }

    @Test
    void findsThoseOfPanelsVariablesDataSourcesAndDocuments() {
        assertThat(LogQuery.all()).extracting(LogQuery::origin).contains("dex-logs / Log volume",
                "dex-logs / $environment", "infra/grafana/provisioning/datasources/datasources.yml / Tempo",
                "docs/DEPLOY_RUNBOOK.md");
    }
}
