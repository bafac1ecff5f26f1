package com.dataenginex.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Alertmanager counted of its notifications, over HTTP. */
class AlertingChecksTest {
    private static final Subject SUBJECT = new Subject("app", "app", List.of(), "Watchdog", List.of(), List.of(),
            "docs",
            Optional.empty(), "grpc");
    private volatile String metrics = "";

    private static String counts(String integration, int sent, int failed) {
        return """
                alertmanager_notification_requests_total{integration="%1$s"} %2$d
                alertmanager_notification_requests_failed_total{integration="%1$s"} %3$d
                """.formatted(integration, sent, failed);
    }

    private Finding check(String before, String now) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = switch (exchange.getRequestURI().getPath()) {
                case "/metrics" -> metrics;
                case "/api/v2/status" -> "{\"versionInfo\":{\"version\":\"0.34.0\"}}";
                default -> "[]";
            };
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            Examination run = new Examination(SUBJECT, new DoctorConfig(
                    Map.of(Place.ALERTMANAGER, URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                    Duration.ofSeconds(5), Duration.ZERO));
            Findings out = new Findings(SUBJECT, finding -> {
            });
            AlertingChecks checks = new AlertingChecks();
            metrics = before;
            checks.begin(run);
            metrics = now;
            checks.run(run, out);
            return out.all().getLast();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anOlderFailureDoesNotHideAReceiverThatFailsNow() throws IOException {
        Finding found = check(counts("email", 9, 1) + counts("slack", 3, 0),
                counts("email", 9, 1) + counts("slack", 4, 1));

        assertThat(found.verdict()).isEqualTo(Verdict.FAILURE);
        assertThat(found.evidence()).startsWith("1 of 4 attempts by slack failed since Alertmanager began, 1 of them")
                .endsWith("; 1 of 9 attempts by email failed since Alertmanager began, none during this run");
    }

    @Test
    void whereNoneWasSentNothingIsProved() throws IOException {
        Finding none = check(counts("email", 0, 0), counts("email", 0, 0));

        assertThat(none.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(none.evidence()).contains("not proved", "hold a drill");
        assertThat(check(counts("email", 2, 0), counts("email", 2, 0)).verdict()).isEqualTo(Verdict.OK);
    }
}
