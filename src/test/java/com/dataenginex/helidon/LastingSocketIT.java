package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.RawClient;
import com.dataenginex.support.ServiceProcess;
import com.dataenginex.support.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that has no file descriptor left while clients keep theirs: it goes on. */
class LastingSocketIT {
    private static final int ROOM = 20;
    /** All who came before are accepted first, one for each that is closed. */
    private static final int PATIENCE_MILLIS = 60_000;
    private static final String REQUEST = "GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @Test
    void outlivesAcceptsThatFail(@TempDir Path folder) throws IOException {
        Path prlimit = Tool.require("prlimit");
        List<Socket> held = new ArrayList<>();
        try (ServiceProcess service = ServiceProcess.launch(folder, Map.of()).awaitListening()) {
            RawClient client = new RawClient(service.port());
            assertThat(client.exchange(REQUEST.formatted("/"))).startsWith("HTTP/1.1 200 ");
            long pid = service.process().pid();
            Tool.run("", List.of(prlimit.toString(), "--pid", Long.toString(pid),
                    "--nofile=" + (descriptors(pid) + ROOM) + ":"));

            for (int i = 0; i < 10 * ROOM; i++) {
                held.add(client.open());
            }

            for (int i = 0; i < 5; i++) {
                assertThat(client.ask(REQUEST.formatted("/health"), PATIENCE_MILLIS)).startsWith("HTTP/1.1 200 ");
            }
            assertThat(client.ask(REQUEST.formatted("/metrics"), PATIENCE_MILLIS))
                    .containsPattern("\nhttp_accept_failures_total [1-9]");
            service.terminate();
            int code = service.awaitExit();
            List<String> lines = service.stdout();
            assertThat(code).as("%s", lines.getLast()).isZero();
            assertThat(lines).filteredOn(line -> line.contains("\"accept_failed\"")).hasSize(1);
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    /** Before its listener is made lasting, as little as one failed accept ends it: then the process ends too. */
    @Test
    void aStartWithFewDescriptorsEndsInAServiceThatAnswersOrInNone(@TempDir Path folder) throws IOException {
        Path prlimit = Tool.require("prlimit");
        long usual;
        try (ServiceProcess service = ServiceProcess.launch(folder, Map.of()).awaitListening()) {
            usual = descriptors(service.process().pid());
        }
        // At the first of these it listens and has a descriptor left or two.
        for (long limit = usual - 14; limit < usual; limit += 2) {
            try (ServiceProcess service = ServiceProcess.launch(folder, Map.of())) {
                Tool.run("", List.of(prlimit.toString(), "--pid", Long.toString(service.process().pid()),
                        "--nofile=" + limit + ":"));
                connectFromTheFirstMoment(service);
                RawClient client = new RawClient(service.port());

                Awaitility.await("with " + limit + " of " + usual).ignoreExceptions()
                        .until(() -> !service.process().isAlive() || client
                                .ask(REQUEST.formatted("/health"), PATIENCE_MILLIS).startsWith("HTTP/1.1 200 "));
            }
        }
    }

    private static void connectFromTheFirstMoment(ServiceProcess service) throws IOException {
        List<Socket> held = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (held.size() < 300 && service.process().isAlive() && System.nanoTime() - end < 0) {
            try {
                held.add(new Socket(InetAddress.getLoopbackAddress(), service.port()));
            } catch (IOException e) {
                if (!held.isEmpty()) {
                    // It listens no more.
                    break;
                }
            }
        }
        for (Socket socket : held) {
            socket.close();
        }
    }

    private static long descriptors(long pid) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return open.count();
        }
    }
}
