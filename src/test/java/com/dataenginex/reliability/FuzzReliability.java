package com.dataenginex.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.Lines;
import com.dataenginex.support.ProcessFigures;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.ServiceProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.RandomGenerator;
import org.awaitility.Awaitility;

/** Requests that nobody should send, against every endpoint; the same ones for the same seed. */
class FuzzReliability {
    private static final int INPUTS = Integer.getInteger("reliability.inputs", 100_000);
    private static final long SEED = Long.getLong("reliability.seed", 20_261_124);
    private static final int HANG_MILLIS = 10_000;
    /** The server closed before it had read all, and its answer, if there was one, is lost with the connection. */
    private static final int RESET = -1;
    private static final Pattern NEXT_STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS",
            "TRACE", "PATCH", "OTHER");
    private static final Set<String> EVENTS = Set.of("request_started", "request_completed", "service_started",
            "draining", "service_stopped", "connections_limit_lowered");

    @Example
    void nothingMakesItFailHangForgeALineOrAddASeries() throws IOException {
        Path folder = Files.createTempDirectory("fuzz");
        Path output = folder.resolve("lines.json");
        Map<Integer, Long> statuses = new TreeMap<>();
        try (FakeSource upstream = new FakeSource(FakeRateSources.BLOCKCHAIN.good("1"));
                ServiceProcess service = ServiceProcess
                        .launch(folder, Map.of("DEX_CONFIG", config(folder, upstream).toString()), "-Xmx256m",
                                "-XX:+ExitOnOutOfMemoryError")
                        .awaitListening()) {
            Thread copy = Thread.startVirtualThread(() -> copy(service, output));
            RandomGenerator<String> inputs = FuzzedRequests.all().generator(1_000);
            Random random = new Random(SEED);
            inputs(service.port(), inputs, random, INPUTS / 10, statuses);
            Set<String> seriesBefore = series(service.port());
            long start = System.nanoTime();
            inputs(service.port(), inputs, random, INPUTS, statuses);
            double seconds = (System.nanoTime() - start) / 1e9;
            Set<String> seriesAfter = series(service.port());
            service.terminate();
            assertThat(service.awaitExit()).isZero();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !copy.isAlive());

            long lines = check(output);
            Set<String> added = new TreeSet<>(seriesAfter);
            added.removeAll(seriesBefore);
            System.out.printf(
                    "MEASURED: Java %d: %d inputs in %.0f s (seed %d), answers by status: %s (0: closed without one, -1: reset); "
                            + "%d log lines, all of them the service's own; %d series of requests, every label value "
                            + "one of the service's own; %d of them new since the first tenth%n",
                    Runtime.version().feature(), INPUTS, seconds, SEED, statuses, lines, seriesAfter.size(),
                    added.size());
            assertThat(statuses.keySet().stream().filter(status -> status >= 500)).containsOnly(505);
            assertThat(seriesAfter).allSatisfy(FuzzReliability::isKnown);
            Files.delete(output);
        }
    }

    /** One source, which knows two currencies. */
    private static Path config(Path folder, FakeSource upstream) throws IOException {
        return Files.writeString(folder.resolve("source.yaml"),
                "external-data: {sources: [blockchain], blockchain: {base-url: \"" + upstream.url() + "\"}}");
    }

    private static void inputs(int port, RandomGenerator<String> inputs, Random random, int count,
            Map<Integer, Long> statuses) {
        for (int i = 0; i < count; i++) {
            String input = inputs.next(random).value();
            int status = status(port, input);
            assertThat(status < 500 || status == 505).as("%d for input %d: %s", status, i, input).isTrue();
            statuses.merge(status, 1L, Long::sum);
        }
    }

    /** The status of the first answer; 0 if the server closed without one. */
    private static int status(int port, String input) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(HANG_MILLIS);
            socket.setTcpNoDelay(true);
            try {
                socket.getOutputStream().write(input.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
            } catch (SocketException e) {
                // It has seen enough.
            }
            return read(socket.getInputStream(), input);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer within " + HANG_MILLIS + " ms to: " + input, e);
        } catch (IOException e) {
            throw new AssertionError("the service does not take connections", e);
        }
    }

    private static int read(InputStream in, String input) throws IOException {
        byte[] line = new byte[12];
        try {
            int length = in.readNBytes(line, 0, line.length);
            if (length == 0) {
                return 0;
            }
            String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
            assertThat(text).as("%s", input).startsWith("HTTP/1.1 ");
            String rest = input.contains("/api/insights") ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(rest).as("%s", input).doesNotContain("\r\nX-Forged");
            // Further requests on the same connection.
            NEXT_STATUS.matcher(rest).results().map(status -> Integer.parseInt(status.group(1)))
                    .forEach(status -> assertThat(status < 500 || status == 505).as("%d: %s", status, input).isTrue());
            return Integer.parseInt(text.substring(9));
        } catch (SocketException e) {
            return RESET;
        }
    }

    private static Set<String> series(int port) {
        Scrape scrape = ProcessFigures.scrape(port);
        Set<String> series = new TreeSet<>();
        for (String name : List.of("http_requests_total", "http_request_duration_seconds_count",
                "http_exceptions_total")) {
            scrape.samples(name).forEach(sample -> series.add(sample.substring(0, sample.lastIndexOf(' '))));
        }
        return series;
    }

    private static void isKnown(String series) {
        Map<String, String> labels = Pattern.compile("(\\w+)=\"([^\"]*)\"").matcher(series).results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
        assertThat(labels.getOrDefault("method", "GET")).isIn(METHODS);
        assertThat(labels.getOrDefault("endpoint", "/")).isIn("/", "/api/external-data", "/api/insights",
                "/openapi.yaml", "/openapi.json", "/metrics", "/health", "/ready", "/startup", "/metrics/{+part}",
                "unmatched");
        assertThat(labels.getOrDefault("status", "200")).matches("[2-5]\\d\\d");
    }

    private static void copy(ServiceProcess service, Path output) {
        try {
            Files.copy(service.process().getInputStream(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each line is one object, none says what an input wanted it to say; returns how many there are. */
    private static long check(Path output) throws IOException {
        AtomicLong count = new AtomicLong();
        List<String> odd = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(output)) {
            lines.lines().forEach(text -> {
                count.incrementAndGet();
                JsonNode line = Lines.parse(text);
                boolean ours = line.path("app").asText().equals("dataenginex")
                        && line.path("level").asText().equals("INFO")
                        && (EVENTS.contains(line.path("event").asText())
                                || line.path("logger").asText().startsWith("io.helidon."));
                if (!ours) {
                    odd.add(text);
                }
            });
        }
        assertThat(odd).isEmpty();
        return count.get();
    }
}
