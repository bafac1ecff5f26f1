package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.AlertmanagerServer;
import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.Ports;
import com.dataenginex.support.PrometheusServer;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.ServiceProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the request to the page: the packaged service, the real Prometheus with the shipped rules and the real
 * Alertmanager with the shipped routes, only their durations shortened. The trouble comes from a source of rates that is
 * slow and fails.
 */
class AlertingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final List<String> OF_PROD = List.of("DataEngineXLatencyHigh", "DataEngineXErrorRateHigh",
            "DataEngineXSaturationHigh");
    private static final String BURN = "DataEngineXErrorBudgetBurn";
    private static final String DOWN = "DataEngineXDown";
    private static final String TARGET_DOWN = "DataEngineXTargetDown";
    private static final String PAGES = "critical-slack";
    private static final String MAIL = "ops-email";
    private static final int CLIENTS = 120;
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
            try (AlertmanagerServer alertmanager = new AlertmanagerServer(folder);
                    ServiceProcess service = started(variables);
                    PrometheusServer prometheus = new PrometheusServer(folder,
                            config(service.port(), alertmanager.port()));
                    Clients clients = new Clients(service.port())) {
                pagesComeWithTheirLabelsAndLinks(alertmanager);
                theWarningOfTheSameNameIsHeldBack(alertmanager, prometheus);
                source.reply(FakeRateSources.COINBASE.good("1"));
                theyResolve(alertmanager);
                clients.close();
                aServiceThatIsGoneIsDown(alertmanager, service, variables);
            }
        }
    }

    private static void pagesComeWithTheirLabelsAndLinks(AlertmanagerServer alertmanager) {
        for (String alert : OF_PROD) {
            AlertmanagerServer.Notified page = await(alertmanager, PAGES, alert, "firing");
            assertThat(page.label("environment")).isEqualTo("prod");
            assertThat(page.label("app")).isEqualTo("dataenginex");
            assertThat(page.label("severity")).isEqualTo("page");
            JsonNode annotations = page.alert().path("annotations");
            assertThat(annotations.path("summary").asText()).startsWith("dataenginex in prod ");
            assertThat(annotations.path("description").asText()).matches(".*\\d.*").doesNotContain("{{");
            assertThat(annotations.path("runbook_url").asText())
                    .endsWith("/docs/DEPLOY_RUNBOOK.md#" + alert.toLowerCase());
            assertThat(annotations.path("dashboard_url").asText()).endsWith("/d/dex-metrics?var-environment=prod");
        }
        await(alertmanager, PAGES, BURN, "firing");
        await(alertmanager, "watchdog", "DataEngineXWatchdog", "firing");
    }

    private static void theWarningOfTheSameNameIsHeldBack(AlertmanagerServer alertmanager,
            PrometheusServer prometheus) {
        String warning = "count(ALERTS{alertname=\"" + BURN + "\",severity=\"warning\",alertstate=\"firing\"})";
        PrometheusServer.await(PATIENCE, () -> prometheus.value(warning) > 0);
        PrometheusServer.await(PATIENCE, () -> alertmanager.inhibits(BURN, "warning"));
        assertThat(alertmanager.notified()).noneMatch(one -> one.receiver().equals(MAIL));
    }

    private static void theyResolve(AlertmanagerServer alertmanager) {
        OF_PROD.forEach(alert -> await(alertmanager, PAGES, alert, "resolved"));
        await(alertmanager, PAGES, BURN, "resolved");
    }

    private void aServiceThatIsGoneIsDown(AlertmanagerServer alertmanager, ServiceProcess service,
            Map<String, String> variables) {
        service.process().destroyForcibly();

        AlertmanagerServer.Notified page = await(alertmanager, PAGES, DOWN, "firing");
        assertThat(page.label("environment")).isEqualTo("prod");
        PrometheusServer.await(PATIENCE, () -> alertmanager.inhibits(TARGET_DOWN, "warning"));
        assertThat(alertmanager.notified()).noneMatch(one -> one.is(MAIL, TARGET_DOWN, "firing"));
        try (ServiceProcess again = started(variables)) {
            await(alertmanager, PAGES, DOWN, "resolved");
            assertThat(again.process().isAlive()).isTrue();
        }
    }

    private ServiceProcess started(Map<String, String> variables) {
        ServiceProcess service = ServiceProcess.launch(folder, variables);
        Thread.ofVirtual().start(service::stdout);
        return service.awaitListening();
    }

    private static AlertmanagerServer.Notified await(AlertmanagerServer alertmanager, String receiver, String alert,
            String status) {
        PrometheusServer.await(PATIENCE,
                () -> alertmanager.notified().stream().anyMatch(one -> one.is(receiver, alert, status)));
        return alertmanager.notified().stream().filter(one -> one.is(receiver, alert, status)).findFirst()
                .orElseThrow();
    }

    private String config(int service, int alertmanager) throws IOException {
        Path rules = Files.writeString(folder.resolve("rules.yml"), Shortened.rules());
        return """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ['%s']
                alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%d']}]}]}
                scrape_configs:
                  - job_name: dataenginex
                    static_configs:
                      - targets: ['127.0.0.1:%d']
                        labels: {environment: prod, app: dataenginex}
                """.formatted(rules, alertmanager, service);
    }

    /** Callers that ask for a rate again and again, until closed; it may be closed twice. */
    private static final class Clients implements AutoCloseable {
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private volatile boolean stopped;

        Clients(int port) {
            for (int i = 0; i < CLIENTS; i++) {
                threads.submit(() -> {
                    try (RawClient.Connection connection = new RawClient(port).connect()) {
                        while (!stopped) {
                            connection.get("/api/external-data?currency=EUR");
                            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                        }
                    }
                });
            }
        }

        @Override
        public void close() {
            stopped = true;
            threads.close();
        }
    }
}
