package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.Settings;
import com.dataenginex.support.MonitoringTool;
import com.dataenginex.support.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the programs' own checkers say of the files in {@code infra}. */
class MonitoringToolsIT {
    private static final Path MONITORING = Infra.FOLDER.resolve("monitoring");

    @TempDir
    private Path folder;

    @Test
    void promtoolAcceptsConfigurationAndRules() {
        assertThat(run(MonitoringTool.PROMTOOL, "check", "config", MONITORING.resolve("prometheus.yml").toString()))
                .contains("is valid prometheus config file syntax").doesNotContain("FAILED");
        assertThat(run(MonitoringTool.PROMTOOL, "check", "rules", Infra.RULES.toString())).contains("SUCCESS: ")
                .doesNotContain("FAILED");
    }

    /** Whatever follows from config/slo.yaml is made from it, by fewer lines than a person would write. */
    @Test
    void theRulesAndTestsOfTheObjectivesAreThoseThatAreMade() {
        Path made = MONITORING.resolve("make-slo");
        assertThat(Tool.run("", List.of(Tool.require("python3").toString(), made.toString(), "--check")))
                .as("run infra/monitoring/make-slo and k8s/monitoring/prometheusrule.sh")
                .isEqualTo("2 files, 0 differ\n");
        assertThat(List.of(made, Infra.FOLDER.resolve("slo.py"), Path.of("config/slo.yaml")).stream()
                .mapToLong(file -> Infra.text(file).lines().count()).sum()).isLessThan(500);
    }

    @Test
    void eachAlertFiresAtItsThresholdAfterItsTimeInItsEnvironmentAndResolves() {
        assertThat(run(MonitoringTool.PROMTOOL, "test", "rules", tests().toString())).contains("SUCCESS")
                .doesNotContain("FAILED");
    }

    @Test
    void theRuleTestsNoticeAThresholdThatMoved() throws IOException {
        Path alerts = Files.createDirectories(folder.resolve("alerts"));
        Files.writeString(alerts.resolve("dataenginex-alerts.yml"),
                Infra.text(Infra.RULES).replace("{environment=\"prod\"} > 0.75", "{environment=\"prod\"} > 0.8"));
        Path moved = Files.createDirectories(folder.resolve("tests")).resolve("test.yml");
        Files.writeString(moved, Infra.text(tests()));

        assertThat(run(MonitoringTool.PROMTOOL, "test", "rules", moved.toString())).contains("FAILED");
    }

    @Test
    void everySeverityOfEveryEnvironmentHasItsReceiver() {
        String config = "--config.file=" + MONITORING.resolve("alertmanager.yml");
        assertThat(run(MonitoringTool.AMTOOL, "check-config", MONITORING.resolve("alertmanager.yml").toString()))
                .contains("SUCCESS");
        for (String environment : Settings.ENVIRONMENTS) {
            for (String[] route : new String[][]{{"page", "critical-slack"}, {"warning", "ops-email"}}) {
                assertThat(run(MonitoringTool.AMTOOL, "config", "routes", "test", config,
                        "--verify.receivers=" + route[1],
                        "severity=" + route[0], "environment=" + environment, "alertname=DataEngineXLatencyHigh"))
                        .contains(route[1]).doesNotContain("WARNING: Expected");
            }
        }
        assertThat(run(MonitoringTool.AMTOOL, "config", "routes", "test", config, "--verify.receivers=watchdog",
                "severity=none",
                "alertname=DataEngineXWatchdog")).contains("watchdog");
        assertThat(run(MonitoringTool.AMTOOL, "config", "routes", "test", config, "--verify.receivers=ops-email",
                "severity=page",
                "environment=prod")).as("the check can fail").contains("WARNING: Expected");
    }

    /** Without an engine the file can be checked against Compose's schema, no further. */
    @Test
    void composeAcceptsTheFile() throws IOException {
        String file = Infra.FOLDER.resolve("docker-compose.yml").toString();
        String compose = Tool.require("docker-compose").toString();
        assertThat(Tool.run("", List.of(compose, "-f", file, "config", "-q"))).doesNotContain("ERROR").isBlank();

        Path wrong = Files.writeString(folder.resolve("wrong.yml"),
                Infra.text(Path.of(file)).replace("    image: grafana/loki", "    imagee: grafana/loki"));
        assertThat(Tool.run("", List.of(compose, "-f", wrong.toString(), "config", "-q"))).as("the check can fail")
                .contains("imagee");
    }

    private static Path tests() {
        return MONITORING.resolve("tests/dataenginex-alerts-test.yml");
    }

    private static String run(MonitoringTool program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.require().toString()));
        command.addAll(List.of(arguments));
        return Tool.run("", command);
    }
}
