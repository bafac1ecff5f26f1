package com.dataenginex.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Lines;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.ServiceProcess;
import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM under load: nothing is refused before the drain delay is over, and the figures of all parties agree. */
class ShutdownIT {
    private static final int TIMES = 20;
    private static final Duration DRAIN = Duration.ofMillis(400);

    @TempDir
    private Path folder;

    @Test
    void losesNothingTwentyTimesInARow() throws Exception {
        Path file = Files.writeString(folder.resolve("x.yaml"), "shutdown: {drain-delay: PT0.4S}");
        for (int i = 0; i < TIMES; i++) {
            try (OtlpReceiver receiver = OtlpReceiver.grpc();
                    ServiceProcess service = ServiceProcess
                            .launch(folder, Map.of("DEX_CONFIG", file.toString(), "OTLP_ENDPOINT", receiver.endpoint()))
                            .awaitListening()) {
                once(service, receiver);
            }
        }
    }

    private static void once(ServiceProcess service, OtlpReceiver receiver) throws Exception {
        List<String> output = Collections.synchronizedList(new ArrayList<>());
        Thread reader = Thread.ofVirtual().start(() -> service.process().inputReader().lines().forEach(output::add));
        Awaitility.await().until(() -> List.copyOf(output).stream().anyMatch(line -> line.contains("service_started")));
        List<Load> load = List.of(new Load(service.port(), true), new Load(service.port(), true),
                new Load(service.port(), false),
                new Load(service.port(), false));
        load.forEach(Load::start);
        Awaitility.await().until(() -> load.stream().allMatch(one -> one.answered.get() > 20));

        long signal = System.nanoTime();
        service.terminate();
        int exit = service.awaitExit();
        reader.join();
        for (Load one : load) {
            one.thread.join();
        }

        assertThat(exit).isZero();
        JsonNode ledger = Lines.parse(output.getLast());
        assertThat(ledger.path("event").asText()).isEqualTo("service_stopped");
        assertThat(ledger.path("clean").booleanValue()).isTrue();
        assertThat(load).allSatisfy(one -> {
            assertThat(one.cutShort).isNull();
            assertThat(one.endedAt - signal).isGreaterThanOrEqualTo(DRAIN.toNanos());
        });
        long answered = load.stream().mapToLong(one -> one.answered.get()).sum();
        assertThat(ledger.path("requests_served").longValue())
                .as(() -> output.stream()
                        .filter(line -> line.contains("status_code") && !line.contains("\"status_code\":200"))
                        .toList().toString())
                .isEqualTo(answered);
        assertThat(ledger.path("spans_exported").longValue()).isEqualTo(answered);
        assertThat(receiver.spans()).filteredOn(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
                .hasSize((int) answered);
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("x.yaml"), "shutdown: {drain-delay: PT5M}");
        try (ServiceProcess service = ServiceProcess.launch(folder, Map.of("DEX_CONFIG", file.toString()))
                .awaitListening()) {
            List<String> output = Collections.synchronizedList(new ArrayList<>());
            Thread.ofVirtual().start(() -> service.process().inputReader().lines().forEach(output::add));
            Awaitility.await()
                    .until(() -> List.copyOf(output).stream().anyMatch(line -> line.contains("service_started")));
            service.terminate();
            Awaitility.await().until(() -> List.copyOf(output).stream().anyMatch(line -> line.contains("draining")));

            Awaitility.await().pollInterval(Duration.ofMillis(100)).until(() -> {
                service.terminate();
                return !service.process().isAlive();
            });

            assertThat(service.process().exitValue()).isEqualTo(143);
        }
    }

    /** Requests are served already while dependencies are first checked; this one takes its time. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalDuringTheStartIsAStopLikeAnyOther(String signal) throws Exception {
        Path file = Files.writeString(folder.resolve("x.yaml"),
                "health: {timeout: PT20S, stale-after: PT1M}\nshutdown: {drain-delay: PT0.2S}");
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess service = ServiceProcess.launch(folder, Map.of("DEX_CONFIG", file.toString(),
                        "DEX_EXTERNAL_API_URL", "http://127.0.0.1:" + silent.getLocalPort() + "/")).awaitListening()) {
            assertThat(new RawClient(service.port()).exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");

            new ProcessBuilder("kill", "-" + signal, Long.toString(service.process().pid())).start().waitFor();

            assertThat(service.awaitExit()).isZero();
            List<JsonNode> lines = service.stdout().stream().map(Lines::parse).toList();
            assertThat(lines).extracting(line -> line.path("event").asText()).contains("draining")
                    .doesNotContain("service_started").endsWith("service_stopped");
            assertThat(lines.getLast().path("clean").booleanValue()).isTrue();
            assertThat(lines.getLast().path("requests_served").longValue()).isEqualTo(1);
        }
    }

    @Test
    void aTakenPortIsOneSentenceAndWhatHadStartedIsStopped() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess service = ServiceProcess.launch(folder,
                        Map.of("PORT", Integer.toString(taken.getLocalPort())))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.stderr().lines().filter(line -> !line.startsWith("WARNING: ")).toList()).singleElement()
                    .asString().isEqualTo("Port " + taken.getLocalPort()
                            + " is in use; set PORT to another one, or end what listens there");
            List<JsonNode> lines = service.stdout().stream().map(Lines::parse).toList();
            assertThat(lines).noneMatch(line -> line.has("exception"));
            assertThat(lines.getLast().path("event").asText()).isEqualTo("service_stopped");
        }
    }

    @ParameterizedTest
    @CsvSource({"nowhere.invalid,The name nowhere.invalid does not resolve; set HOST to an address of this machine",
        "192.0.2.1,192.0.2.1 is no address of this machine; set HOST to one that is"})
    void aHostThatIsNoneIsOneSentence(String host, String sentence) {
        try (ServiceProcess service = ServiceProcess.launch(folder, Map.of("HOST", host))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.stderr()).contains(sentence);
            assertThat(service.stdout()).noneMatch(line -> line.contains("\\tat "))
                    .anyMatch(line -> line.contains("\"event\":\"start_failed\"") && line.contains(sentence));
        }
    }

    /** One client that asks until it is refused. */
    private static final class Load {
        private final AtomicInteger answered = new AtomicInteger();
        private final int port;
        private final boolean keepAlive;
        private final Thread thread = Thread.ofVirtual().unstarted(this::run);
        private volatile long endedAt;
        private volatile String cutShort;

        Load(int port, boolean keepAlive) {
            this.port = port;
            this.keepAlive = keepAlive;
        }

        void start() {
            thread.start();
        }

        private void run() {
            try {
                while (connection()) {
                    // The next connection.
                }
            } catch (IOException e) {
                // Refused: the service is gone.
            }
            endedAt = System.nanoTime();
        }

        /** Uses one connection as long as it may; returns false if it was closed before a first answer. */
        private boolean connection() throws IOException {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(10_000);
                boolean first = true;
                while (true) {
                    socket.getOutputStream().write(
                            ("GET / HTTP/1.1\r\nHost: a\r\n" + (keepAlive ? "" : "Connection: close\r\n") + "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    String answer = answer(socket.getInputStream());
                    if (answer.isEmpty()) {
                        return !first;
                    }
                    if (!answer.startsWith("HTTP/1.1 200 OK") || !answer.endsWith("}")) {
                        cutShort = answer;
                        return false;
                    }
                    answered.incrementAndGet();
                    first = false;
                    if (answer.contains("Connection: close")) {
                        return true;
                    }
                }
            }
        }

        /** One whole answer, what there is of it, or nothing. */
        private static String answer(InputStream in) throws IOException {
            StringBuilder text = new StringBuilder();
            byte[] part = new byte[4_096];
            while (!text.toString().endsWith("}")) {
                int n = in.read(part);
                if (n < 0) {
                    break;
                }
                text.append(new String(part, 0, n, StandardCharsets.US_ASCII));
            }
            return text.toString();
        }
    }
}
