package com.dataenginex.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dataenginex.readers.ActiveAlert;
import com.dataenginex.readers.AlertmanagerClient;
import com.dataenginex.readers.HttpReader;
import com.dataenginex.readers.MetricSample;
import com.dataenginex.readers.ReadException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InhibitionTest {
    private static final ActiveAlert PAGE = new ActiveAlert(Map.of("alertname", "Down", "severity", "page"), Map.of(),
            "active", Instant.EPOCH, List.of(), List.of(), List.of());

    /** Takes alerts, unless it is broken, and knows none. */
    private static final class Alertmanager implements AutoCloseable {
        private final HttpServer server;
        private final Queue<String> taken = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean broken = new AtomicBoolean();

        Alertmanager() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                byte[] body = "[]".getBytes(StandardCharsets.US_ASCII);
                String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                if (exchange.getRequestMethod().equals("POST") && !broken.get()) {
                    taken.add(sent);
                }
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(broken.get() ? 500 : 200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
        }

        AlertmanagerClient client() {
            return new AlertmanagerClient(
                    new HttpReader("Alertmanager", URI.create("http://127.0.0.1:" + server.getAddress().getPort())));
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void isTakenBackFromAllAlthoughOneIsBrokenAndFromThatOneLater() throws IOException {
        try (Alertmanager first = new Alertmanager(); Alertmanager second = new Alertmanager()) {
            Inhibition inhibition = new Inhibition(List.of(first.client(), second.client()));
            assertThat(inhibition.look(PAGE)).contains("is not held back");
            first.broken.set(true);
            assertThatThrownBy(inhibition::withdraw).isInstanceOf(ReadException.class);
            assertThat(first.taken).hasSize(1);
            assertThat(second.taken).as("given, and taken back").hasSize(2);

            first.broken.set(false);
            inhibition.withdraw();
            inhibition.withdraw();
            assertThat(first.taken).hasSize(2);
            assertThat(second.taken).hasSize(3);
        }
    }

    @Test
    void aBudgetWithoutANumberHidesNoOther() {
        assertThat(Planner.lowest(budgets(Double.NaN, 0.05, 0.9))).isEqualTo(0.05);
        assertThat(Planner.lowest(budgets(0.9, Double.NaN))).isEqualTo(0.9);
        assertThat(Planner.lowest(budgets(Double.NaN))).isEqualTo(1);
        assertThat(Planner.lowest(budgets())).isEqualTo(1);
    }

    private static List<MetricSample> budgets(Double... values) {
        return Stream.of(values).map(value -> new MetricSample("left", Map.of(), value, Map.of())).toList();
    }
}
