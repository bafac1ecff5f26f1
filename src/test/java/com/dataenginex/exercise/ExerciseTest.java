package com.dataenginex.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.debug.SignedHeader;
import com.dataenginex.debug.SigningKeys;
import com.dataenginex.drill.DrillConfig;
import com.dataenginex.drill.DrillFault;
import com.dataenginex.readers.HttpReader;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ExerciseTest {
    private static final SignedHeader HEADER = new DrillConfig(
            new SigningKeys("the-key-of-the-drill-header-0123456789", ""), true, 200, "prod").header(Clock.systemUTC());

    private static Exercise exercise(URI service) {
        URI nobody = URI.create("http://127.0.0.1:1");
        return new Exercise(
                new ExerciseOptions(List.of(DrillFault.SATURATION), nobody, List.of(nobody), service, "prod",
                        "/api/items", "", false, Duration.ofMinutes(1)),
                new Promises("app", "ready", "budget", List.of()),
                HEADER, line -> {
                });
    }

    @Test
    void aPrometheusThatIsGoneIsRedAndNoCrash() {
        DrillReport report = exercise(null).run();

        assertThat(report.verdict()).isEqualTo(DrillVerdict.RED);
        assertThat(report.reason()).startsWith("Prometheus at http://127.0.0.1:1");
        assertThat(report.left()).singleElement().asString().startsWith("what is left is not known: ");
    }

    @Test
    void theServiceGetsItsCredentialsAndItsPathAndNobodySeesThem() throws Exception {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            got.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        URI service = URI.create("http://bob:pw-1@127.0.0.1:" + server.getAddress().getPort() + "/dex/");
        URI target = exercise(service).target();
        try (Load load = load(target, service)) {
            load.start();
            assertThat(got.poll(30, TimeUnit.SECONDS)).isEqualTo("Basic Ym9iOnB3LTE= /dex/api/items");
        } finally {
            server.stop(0);
        }
        try (Load load = load(target, service)) {
            load.start();
            Awaitility.await().atMost(Duration.ofSeconds(30))
                    .until(() -> load.trouble().contains("does not answer"));
            assertThat(load.trouble()).doesNotContain("bob", "pw-1");
        }
    }

    private static Load load(URI target, URI service) {
        return new Load(DrillFault.SATURATION, new Share(0, 1, Duration.ZERO, Duration.ZERO), HEADER, target,
                HttpReader.authorization(service), "", false);
    }
}
