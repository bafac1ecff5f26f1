package com.dataenginex.scale;

import com.dataenginex.support.Ports;
import com.dataenginex.support.ProcessFigures;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.Tool;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A collector with the shipped configuration, of which nothing but addresses and the folder of its queue are others. */
final class CollectorProcess implements AutoCloseable {
    private static final Path SHIPPED = Path.of("infra/collector/collector.yml");

    private final Process process;
    private final int port = Ports.free();
    private final int metricsPort = Ports.free();

    CollectorProcess(Path program, Path folder, Sink sink) throws IOException {
        String configuration = Files.readString(SHIPPED)
                .replace("/var/lib/collector", folder.resolve("queue").toString())
                .replace("jaeger:4317", sink.grpcAddress()).replace("tempo:4317", sink.grpcAddress())
                .replace("http://loki:3100", "http://" + sink.httpAddress()).replace("0.0.0.0", "127.0.0.1")
                .replace("127.0.0.1:4317", "127.0.0.1:" + port).replace("127.0.0.1:4318", "127.0.0.1:" + Ports.free())
                .replace("port: 8888", "port: " + metricsPort);
        Path file = Files.writeString(folder.resolve("collector.yml"), configuration);
        process = new ProcessBuilder(program.toString(), "--config=file:" + file).redirectErrorStream(true)
                .redirectOutput(folder.resolve("collector.log").toFile()).start();
        // An interrupt must not leave it behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> listens(port) && listens(metricsPort));
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** Its metrics about itself. */
    Scrape metrics() {
        return ProcessFigures.scrape(metricsPort);
    }

    double residentMib() {
        return ProcessFigures.resident(process.pid()) / 1_024.0;
    }

    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() {
        Tool.end(process);
    }
}
