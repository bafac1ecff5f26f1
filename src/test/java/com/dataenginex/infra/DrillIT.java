package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.ShippedPromises;
import com.dataenginex.debug.SigningKeys;
import com.dataenginex.drill.DrillConfig;
import com.dataenginex.drill.DrillFault;
import com.dataenginex.exercise.Exercise;
import com.dataenginex.exercise.ExerciseOptions;
import com.dataenginex.exercise.DrillReport;
import com.dataenginex.support.Lines;
import com.dataenginex.support.Ports;
import com.dataenginex.support.ServiceProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Drills of the packaged service as prod, by the packaged command, with the real Prometheus and Alertmanager: green where all is
 * well, red where one hop is broken, and nothing is left on whoever dies.
 */
class DrillIT {
    private static final String KEY = "the-key-of-the-drill-header-0123456789";
    private static final String PAGES = "critical-slack";
    private static final String MAIL = "ops-email";
    private static final List<String> OF_PROD = List.of("DataEngineXLatencyHigh", "DataEngineXErrorRateHigh",
            "DataEngineXSaturationHigh");
    private static final UnaryOperator<String> AS_SHIPPED = UnaryOperator.identity();

    @TempDir
    private Path folder;

    @Test
    void allFourAreGreen() throws IOException {
        try (ServiceProcess service = service(Map.of());
                AlertingStack stack = new AlertingStack(folder, service.port())) {
            awaitScraped(stack);
            List<String> told = new CopyOnWriteArrayList<>();
            Exercise exercise = new Exercise(new ExerciseOptions(List.of(DrillFault.values()),
                    URI.create("http://127.0.0.1:" + stack.prometheus().port()),
                    List.of(URI.create("http://127.0.0.1:" + stack.alertmanager().port())), null, "prod", "/", "",
                    false, Duration.ofMinutes(5)), ShippedPromises.read(),
                    new DrillConfig(new SigningKeys(KEY, ""), true, 200, "prod").header(Clock.systemUTC()), told::add);
            String plan = exercise.plan().as(DrillReport.Form.TEXT);
            assertThat(plan).contains("planned: it takes about ");

            String written = exercise.run().as(DrillReport.Form.JSON);

            assertThat(written).as("%s%n%s", plan, told).contains("\"result\":\"green\"");
            JsonNode report = Lines.parse(written);
            assertThat(report.path("left").toString()).doesNotContain("firing");
            assertThat(report.path("hops")).hasSize(40);
            OF_PROD.forEach(alert -> {
                assertThat(stack.await(PAGES, alert, "firing").alert().at("/annotations/summary").asText())
                        .startsWith("[DRILL] dataenginex in prod ");
                stack.await(PAGES, alert, "resolved");
            });
            assertThat(stack.await(MAIL, "DataEngineXDependencyDown", "firing").label("name"))
                    .isEqualTo("external_api");
            assertThat(stack.notified()).filteredOn(one -> one.receiver().equals(MAIL))
                    .extracting(one -> one.label("alertname")).containsOnly("DataEngineXDependencyDown");
            assertNothingIsOn(stack);
        }
    }

    /** Of the rules, each broken in its own way; the hop is named before a request is sent. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            - alert: DataEngineXSaturationHigh | - alert: DataEngineXSaturationHihg | rule: Prometheus has no rule DataEngineXSaturationHigh for prod
            {environment="prod"} > 25          | {environment="prod"} > 250         | rule: the limit of DataEngineXSaturationHigh in prod is 250, and 25 is promised
            """)
    void aRuleThatIsNotAsPromisedIsRed(String shipped, String broken, String hop) throws IOException {
        assertRed(hop, rules -> rules.replace(shipped, broken), AS_SHIPPED, stack -> {
        });
    }

    @Test
    void aSeriesThatIsNotRecordedIsRed() throws IOException {
        assertRed("breach: app_environment:http_requests_in_flight:max",
                rules -> rules.replaceFirst("max by \\(app, environment\\) \\(http_requests_in_flight\\)",
                        "0 * $0"),
                AS_SHIPPED, stack -> {
                });
    }

    @Test
    void aDeadReceiverIsRed() throws IOException {
        assertRed("notified: a notification failed: webhook", AS_SHIPPED, AS_SHIPPED,
                stack -> stack.alertmanager().endReceiver());
    }

    @Test
    void aMissingInhibitionIsRed() throws IOException {
        assertRed("inhibited: the warning of DataEngineXSaturationHigh is not held back by its page", AS_SHIPPED,
                routes -> routes.replaceFirst("\"inhibit_rules\":\\[\\{.*?},", "\"inhibit_rules\":["), stack -> {
                });
    }

    @Test
    void aStoppedScrapeIsRed() throws IOException {
        assertRed("scrape: ", AS_SHIPPED, AS_SHIPPED, AlertingStack::stopScraping);
    }

    @Test
    void theDeathOfTheCommandLeavesNothingOn() throws IOException {
        try (ServiceProcess service = service(Map.of());
                AlertingStack stack = new AlertingStack(folder, service.port())) {
            for (String fault : List.of("dependency", "saturation")) {
                try (DrillProcess drill = drill(stack, fault)) {
                    drill.awaitHop(fault + " breach ok");
                    assertThat(stack.prometheus().value("max(drill_active{drill=\"" + fault + "\"})")).isEqualTo(1);
                    drill.close();
                }
                assertNothingIsOn(stack);
            }
        }
    }

    @Test
    void theDeathOfTheServiceEndsTheDrillAndLeavesNothingOn() throws IOException {
        Map<String, String> port = Map.of("PORT", Integer.toString(Ports.free()));
        try (ServiceProcess service = service(port);
                AlertingStack stack = new AlertingStack(folder, service.port());
                DrillProcess drill = drill(stack, "dependency")) {
            drill.awaitHop("dependency breach ok");
            service.close();

            assertThat(drill.awaitExit()).isEqualTo(1);
            assertThat(drill.out()).contains("red: scrape: ");
            try (ServiceProcess again = service(port)) {
                assertNothingIsOn(stack);
            }
        }
    }

    @Test
    void aSignalEndsItAndItSaysWhatItLeft() throws IOException {
        try (ServiceProcess service = service(Map.of());
                AlertingStack stack = new AlertingStack(folder, service.port());
                DrillProcess drill = drill(stack, "saturation")) {
            drill.awaitHop("saturation alertmanager ok");
            drill.process().toHandle().destroy();

            assertThat(drill.awaitExit()).isEqualTo(1);
            assertThat(drill.out()).contains("stopped: it was asked to stop",
                    "left: DataEngineXSaturationHigh is firing in Prometheus");
            assertNothingIsOn(stack);
        }
    }

    @Test
    void whatFiresAlreadyIsNotDrilledAndADryRunSendsNothing() throws IOException {
        try (ServiceProcess service = service(Map.of("DEX_DB_HOST", "127.0.0.1", "DEX_DB_PORT",
                Integer.toString(Ports.free()), "DEX_HEALTH_DATABASE_HARD", "false"));
                AlertingStack stack = new AlertingStack(folder, service.port())) {
            stack.await(MAIL, "DataEngineXDependencyDown", "firing");
            try (DrillProcess drill = drill(stack, "dependency");
                    DrillProcess dry = drill(stack, "latency",
                            "--dry-run", "-o", "markdown")) {
                assertThat(drill.awaitExit()).isEqualTo(1);
                assertThat(drill.out()).contains("refused: DataEngineXDependencyDown is firing already");
                assertThat(dry.awaitExit()).isZero();
                assertThat(dry.out()).contains("**planned: it takes about ", "| latency | firing | 4s | - | planned |");
                assertThat(stack.prometheus().value("sum(drill_headers_total)")).isZero();
            }
        }
    }

    private void assertRed(String why, UnaryOperator<String> rules, UnaryOperator<String> routes,
            Consumer<AlertingStack> later) throws IOException {
        try (ServiceProcess service = service(Map.of());
                AlertingStack stack = new AlertingStack(folder, service.port(), rules, routes);
                DrillProcess drill = drill(stack, "saturation")) {
            if (drill.process().isAlive()) {
                drill.awaitHop("saturation fault ok");
                later.accept(stack);
            }

            assertThat(drill.awaitExit()).as("%s%s", drill.out(), drill.err()).isEqualTo(1);
            assertThat(drill.out()).contains("red: " + why);
        }
    }

    private static void assertNothingIsOn(AlertingStack stack) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            assertThat(stack.prometheus().value("max(drill_active)")).isZero();
            assertThat(stack.prometheus().value("min(dependency_up)")).isEqualTo(1);
            assertThat(stack.prometheus().value("max(http_requests_in_flight)")).isZero();
            assertThat(stack.prometheus().query("ALERTS{alertname!=\"DataEngineXWatchdog\"}")).isEmpty();
        });
    }

    private DrillProcess drill(AlertingStack stack, String... arguments) throws IOException {
        awaitScraped(stack);
        return new DrillProcess(folder, stack, KEY, arguments);
    }

    private static void awaitScraped(AlertingStack stack) {
        stack.await("watchdog", "DataEngineXWatchdog", "firing");
        stack.awaitValueOtherThan("up", 0);
    }

    private ServiceProcess service(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(
                Map.of("ENVIRONMENT", "prod", "DEX_DRILL_KEY", KEY, "DEX_DRILL_ALLOW_PROD", "true"));
        variables.putAll(more);
        ServiceProcess service = ServiceProcess.launch(folder, variables);
        Thread.ofVirtual().start(service::stdout);
        return service.awaitListening();
    }
}
