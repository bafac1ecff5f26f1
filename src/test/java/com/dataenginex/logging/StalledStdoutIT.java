package com.dataenginex.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Lines;
import com.dataenginex.support.ServiceProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StalledStdoutIT {
    private static final int CLIENTS = 5;
    private static final int REQUESTS_EACH = 10_000;
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    @Test
    void everyRequestIsAnsweredAndEveryLineIsWrittenOrCounted() throws Exception {
        try (ServiceProcess service = ServiceProcess.launch(folder, Map.of()).awaitListening()) {
            int answered = load(service.port());
            List<String> output = Collections.synchronizedList(new ArrayList<>());
            Thread reader = Thread.ofVirtual()
                    .start(() -> service.process().inputReader().lines().forEach(output::add));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(
                    () -> List.copyOf(output).stream().anyMatch(line -> line.contains("log_events_dropped")));
            service.terminate();
            int exit = service.awaitExit();
            reader.join();

            assertThat(answered).isEqualTo(CLIENTS * REQUESTS_EACH);
            assertThat(exit).isZero();
            List<JsonNode> lines = output.stream().map(Lines::parse).toList();
            long written = lines.stream().filter(line -> line.path("event").asText().startsWith("request_")).count();
            long dropped = lines.stream().filter(line -> line.path("event").asText().equals("log_events_dropped"))
                    .mapToLong(line -> line.path("info").longValue()).sum();
            assertThat(dropped).isPositive();
            assertThat(written + dropped).isEqualTo(2L * CLIENTS * REQUESTS_EACH);
            assertThat(lines).extracting(line -> line.path("event").asText()).contains("service_stopped");
        }
    }

    private static int load(int port) throws InterruptedException, ExecutionException {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                counts.add(clients.submit(() -> client(port)));
            }
            int sum = 0;
            for (Future<Integer> count : counts) {
                sum += count.get();
            }
            return sum;
        }
    }

    private static int client(int port) throws IOException {
        int answered = 0;
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
            byte[] buffer = new byte[4_096];
            for (int i = 0; i < REQUESTS_EACH; i++) {
                socket.getOutputStream().write(REQUEST);
                StringBuilder response = new StringBuilder();
                while (!response.toString().endsWith("}")) {
                    int n = socket.getInputStream().read(buffer);
                    if (n < 0) {
                        return answered;
                    }
                    response.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
                }
                if (response.indexOf("HTTP/1.1 200 OK") == 0) {
                    answered++;
                }
            }
        }
        return answered;
    }
}
