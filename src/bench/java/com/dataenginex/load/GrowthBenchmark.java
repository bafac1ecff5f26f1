package com.dataenginex.load;

import com.dataenginex.support.ProcessFigures;
import com.dataenginex.tracing.OtlpSink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How memory and CPU time grow with what clients hold open: idle connections, and streams. All signals are on. */
public final class GrowthBenchmark {
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xms1g", "-Xmx1g",
            "-Dhelidon.serialFilter.pattern=*");
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 32;
    private static final String STREAM = "/api/insights?interval=0.5&count=20";

    private GrowthBenchmark() {
    }

    public static void main(String[] args) throws Exception {
        try (OtlpSink.Remote sink = OtlpSink.launch(); ServerProcess server = Variant.TRACED.start(JVM, sink.port())) {
            Sample.take(server, clients -> clients.saturate(Duration.ofSeconds(20)), CONNECTIONS);
            System.out.println(
                    "| idle connections | resident | threads | CPU per request beside them | p99 at saturation |");
            System.out.println("|---|---|---|---|---|");
            List<Socket> open = new ArrayList<>();
            for (int idle : new int[]{1, 10, 100, 1_000, 10_000}) {
                while (open.size() < idle) {
                    open.add(ask(server.port(), "/"));
                }
                Sample sample = Sample.take(server, clients -> clients.saturate(TIME), CONNECTIONS);
                System.out.printf("| %d | %d MiB | %d | %.2f µs | %.2f ms |%n", idle,
                        ProcessFigures.resident(server.pid()) / 1_024,
                        ProcessFigures.threads(server.pid()), sample.cpuMicros(), sample.millis(99));
            }
            close(open);
            System.out.printf(
                    "%n| streams | resident | threads | CPU per second | CPU per event |%n|---|---|---|---|---|%n");
            for (int streams : new int[]{1, 10, 100, 1_000}) {
                while (open.size() < streams) {
                    open.add(ask(server.port(), STREAM));
                }
                long cpu = server.cpuNanos();
                long start = System.nanoTime();
                while (System.nanoTime() - start < TIME.toNanos()) {
                    LockSupport.parkNanos(TIME.toNanos() - (System.nanoTime() - start));
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                double micros = (server.cpuNanos() - cpu) / 1e3;
                System.out.printf("| %d | %d MiB | %d | %.1f ms | %.1f µs |%n", streams,
                        ProcessFigures.resident(server.pid()) / 1_024,
                        ProcessFigures.threads(server.pid()), micros / seconds / 1e3, micros / (seconds * 2 * streams));
                close(open);
            }
        }
    }

    private static Socket ask(int port, String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().read();
        return socket;
    }

    private static void close(List<Socket> open) throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }
}
