package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.Ports;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.ServiceProcess;
import com.dataenginex.support.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts that come before requests fail, or when none arrive any more, provoked from outside. */
class AlertingWarningsIT {
    private static final String PAGES = "critical-slack";
    private static final String MAIL = "ops-email";
    private static final Pattern OPEN_FILES = Pattern.compile("(?m)^process_files_open_files (\\d+)");

    @TempDir
    private Path folder;

    /**
     * Scraped as prod and of stage, without its queue, which is hard; its only source fails, nobody reads its log, the
     * collector takes nothing, and descriptors are few.
     */
    @Test
    void eachTroubleHasItsAlertAndTheLostDependencyMakesOnePage() throws IOException {
        try (FakeSource source = new FakeSource(FakeSource.answer(500, "{}"));
                ServerSocket collector = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess service = ServiceProcess.launch(folder, variables(source, collector)).awaitListening();
                AlertingStack stack = new AlertingStack(folder, service.port());
                RateCallers callers = new RateCallers(service.port(), 60)) {
            fewDescriptors(service);

            assertThat(stack.await(PAGES, "DataEngineXNotReady", "firing").alert().at("/annotations/description")
                    .asText()).isEqualTo("0 instances are ready; its queue is down.");
            stack.awaitInhibited("DataEngineXDependencyDown", "page");
            for (String alert : List.of("DataEngineXWrongEnvironment", "DataEngineXBreakerOpen",
                    "DataEngineXDescriptorsHigh", "DataEngineXTelemetryLost")) {
                stack.await(MAIL, alert, "firing");
            }
            stack.awaitInhibited("DataEngineXSourceUnanswered", "warning");
            stack.awaitInhibited("DataEngineXQueueFull", "signal", Set.of("logs", "traces"));
            assertThat(stack.notified()).noneMatch(one -> one.label("alertname").equals("DataEngineXDependencyDown"));
            assertThat(callers).isNotNull();
        }
    }

    /** It fails nothing and opens no breaker, and callers get another one's rates. */
    @Test
    void aSourceThatOnlyAsksToBeLeftAloneWarns() throws IOException {
        try (FakeSource source = new FakeSource(FakeSource.answer(429, "{}", "Retry-After: 1"));
                FakeSource other = new FakeSource(FakeRateSources.BLOCKCHAIN.good("1"))) {
            Map<FakeRateSources, String> inOrder = new EnumMap<>(Map.of(FakeRateSources.COINBASE, source.url(),
                    FakeRateSources.BLOCKCHAIN, other.url()));
            Path yaml = Files.writeString(folder.resolve("x.yaml"), FakeRateSources.yaml(inOrder));
            try (ServiceProcess service = ServiceProcess.launch(folder,
                    Map.of("DEX_CONFIG", yaml.toString(), "ENVIRONMENT", "prod"))) {
                Thread.ofVirtual().start(service::stdout);
                service.awaitListening();
                try (AlertingStack stack = new AlertingStack(folder, service.port());
                        RateCallers callers = new RateCallers(service.port(), 4)) {
                    assertThat(stack.await(MAIL, "DataEngineXSourceUnanswered", "firing").alert()
                            .at("/annotations/description").asText())
                            .isEqualTo(
                                    "100% of what coinbase was wanted for in 10 minutes came to no rate, most often paused.");
                    source.reply(FakeRateSources.COINBASE.good("1"));
                    stack.await(MAIL, "DataEngineXSourceUnanswered", "resolved");
                    assertThat(stack.notified()).allMatch(
                            one -> List.of("DataEngineXSourceUnanswered", "DataEngineXWatchdog")
                                    .contains(one.label("alertname")));
                    assertThat(callers).isNotNull();
                }
            }
        }
    }

    @Test
    void aServiceThatRestartsAgainAndAgainWarns() throws IOException {
        Map<String, String> variables = Map.of("PORT", Integer.toString(Ports.free()), "ENVIRONMENT", "prod");
        ServiceProcess service = restarted(null, variables);
        try (AlertingStack stack = new AlertingStack(folder, service.port())) {
            stack.await("watchdog", "DataEngineXWatchdog", "firing");
            for (int i = 0; i < 2; i++) {
                double before = stack.awaitValueOtherThan("process_start_time_seconds", Double.NaN);
                service = restarted(service, variables);
                stack.awaitValueOtherThan("process_start_time_seconds", before);
            }

            assertThat(stack.await(MAIL, "DataEngineXRestarts", "firing").label("instance"))
                    .isEqualTo("127.0.0.1:" + service.port());
        } finally {
            service.close();
        }
    }

    private Map<String, String> variables(FakeSource source, ServerSocket collector) throws IOException {
        Path yaml = Files.writeString(folder.resolve("x.yaml"),
                FakeRateSources.yaml(Map.of(FakeRateSources.COINBASE, source.url()), "breaker-failures: 2") + """
                        health:
                          interval: PT0.2S
                          dependencies:
                            - {name: queue, target: "tcp://127.0.0.1:%d", hard: true}
                        """.formatted(Ports.free()));
        return Map.of("DEX_CONFIG", yaml.toString(), "ENVIRONMENT", "stage", "DEX_LOGGING_QUEUE_CAPACITY", "64",
                "OTLP_ENDPOINT", "http://127.0.0.1:" + collector.getLocalPort(), "DEX_TRACING_QUEUE_SIZE", "512",
                "DEX_TRACING_SAMPLE_RATIO", "1.0");
    }

    private static void fewDescriptors(ServiceProcess service) {
        String prlimit = Tool.require("prlimit").toString();
        Awaitility.await().ignoreExceptions().untilAsserted(() -> {
            Matcher open = OPEN_FILES.matcher(new RawClient(service.port())
                    .exchange("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
            assertThat(open.find()).isTrue();
            long limit = Long.parseLong(open.group(1)) * 10 / 9;
            assertThat(Tool.run("", List.of(prlimit, "--pid=" + service.process().pid(), "--nofile=" + limit + ":")))
                    .isEmpty();
        });
    }

    private ServiceProcess restarted(ServiceProcess running, Map<String, String> variables) {
        if (running != null) {
            running.close();
        }
        ServiceProcess service = ServiceProcess.launch(folder, variables);
        Thread.ofVirtual().start(service::stdout);
        return service.awaitListening();
    }
}
