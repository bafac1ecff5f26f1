package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.AlertmanagerServer;
import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.Ports;
import com.dataenginex.support.ServiceProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the request to the page: the packaged service, the real Prometheus with the shipped rules and the real
 * Alertmanager with the shipped routes, only their durations shortened. The trouble comes from a source of rates that is
 * slow and fails.
 */
class AlertingIT {
    private static final List<String> OF_PROD = List.of("DataEngineXLatencyHigh", "DataEngineXErrorRateHigh",
            "DataEngineXSaturationHigh");
    private static final List<String> BURNS = List.of("DataEngineXErrorBudgetBurn", "DataEngineXLatencyBudgetBurn");
    private static final String DOWN = "DataEngineXDown";
    private static final String TARGET_DOWN = "DataEngineXTargetDown";
    private static final String PAGES = "critical-slack";
    private static final String MAIL = "ops-email";
    private static final int CALLERS = 120;
    private static final Duration SLOW = Duration.ofMillis(1_200);

    @TempDir
    private Path folder;

    @Test
    void paysAttentionFromTheRequestToThePageAndBack() throws IOException {
        FakeSource.Reply failing = out -> {
            LockSupport.parkNanos(SLOW.toNanos());
            return FakeSource.answer(500, "{}").write(out);
        };
        try (FakeSource source = new FakeSource(failing)) {
            Path yaml = Files.writeString(folder.resolve("x.yaml"),
                    FakeRateSources.yaml(Map.of(FakeRateSources.COINBASE, source.url()), "call-timeout: PT5S"));
            Map<String, String> variables = Map.of("DEX_CONFIG", yaml.toString(), "ENVIRONMENT", "prod", "PORT",
                    Integer.toString(Ports.free()));
            try (ServiceProcess service = started(variables);
                    AlertingStack stack = new AlertingStack(folder, service.port());
                    RateCallers callers = new RateCallers(service.port(), CALLERS)) {
                pagesComeWithTheirLabelsAndLinks(stack);
                oneIncidentMakesOnePage(stack);
                source.reply(FakeRateSources.COINBASE.good("1"));
                OF_PROD.forEach(alert -> stack.await(PAGES, alert, "resolved"));
                BURNS.forEach(
                        burn -> assertThat(stack.notified()).noneMatch(one -> one.is(PAGES, burn, "firing")));
                callers.close();
                aServiceThatIsGoneIsDown(stack, service, variables);
            }
        }
    }

    private static void pagesComeWithTheirLabelsAndLinks(AlertingStack stack) {
        for (String alert : OF_PROD) {
            AlertmanagerServer.Notified page = stack.await(PAGES, alert, "firing");
            assertThat(page.label("environment")).isEqualTo("prod");
            assertThat(page.label("app")).isEqualTo("dataenginex");
            assertThat(page.label("severity")).isEqualTo("page");
            assertThat(page.alert().path("labels").has("dashboards")).isFalse();
            JsonNode annotations = page.alert().path("annotations");
            assertThat(annotations.path("summary").asText()).startsWith("dataenginex in prod ");
            assertThat(annotations.path("description").asText()).matches(".*\\d.*").doesNotContain("{{");
            assertThat(annotations.path("runbook_url").asText())
                    .isEqualTo(AlertingStack.RUNBOOKS + "/DEPLOY_RUNBOOK.md#" + alert.toLowerCase());
            assertThat(annotations.path("dashboard_url").asText())
                    .isEqualTo(AlertingStack.DASHBOARDS + "/d/dex-metrics?var-environment=prod");
        }
        stack.await("watchdog", "DataEngineXWatchdog", "firing");
    }

    /** The budgets burn too, which pages nobody a second time; its warnings neither. */
    private static void oneIncidentMakesOnePage(AlertingStack stack) {
        for (String severity : List.of("page", "warning")) {
            BURNS.forEach(burn -> stack.awaitInhibited(burn, severity));
        }
        assertThat(stack.notified()).noneMatch(one -> BURNS.contains(one.label("alertname")));
        assertThat(stack.notified()).noneMatch(one -> one.receiver().equals(MAIL));
    }

    private void aServiceThatIsGoneIsDown(AlertingStack stack, ServiceProcess service,
            Map<String, String> variables) {
        service.process().destroyForcibly();

        AlertmanagerServer.Notified page = stack.await(PAGES, DOWN, "firing");
        assertThat(page.label("environment")).isEqualTo("prod");
        stack.awaitInhibited(TARGET_DOWN, "warning");
        assertThat(stack.notified()).noneMatch(one -> one.is(MAIL, TARGET_DOWN, "firing"));
        try (ServiceProcess again = started(variables)) {
            stack.await(PAGES, DOWN, "resolved");
            assertThat(again.process().isAlive()).isTrue();
        }
    }

    private ServiceProcess started(Map<String, String> variables) {
        ServiceProcess service = ServiceProcess.launch(folder, variables);
        Thread.ofVirtual().start(service::stdout);
        return service.awaitListening();
    }
}
