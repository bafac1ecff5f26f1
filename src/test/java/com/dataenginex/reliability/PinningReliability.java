package com.dataenginex.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.LineTap;
import com.dataenginex.support.LoadClients;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.ServiceProcess;
import com.dataenginex.support.WorkingService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Up to Java 23 a virtual thread that waits inside {@code synchronized} keeps its carrier, and two such waits stop a service
 * on two cores. From 24 on there is nothing to look for (JEP 491).
 */
class PinningReliability {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("reliability.seconds", 10));
    private static final List<String> PATHS = List.of("/", "/api/external-data?currency=EUR", "/nowhere", "/ready",
            "/api/insights?count=2&interval=0.05", "/metrics", "/openapi.json", "/work");
    private static final String SETTINGS = """
            <configuration version="2.0">
              <event name="jdk.VirtualThreadPinned">
                <setting name="enabled">true</setting>
                <setting name="threshold">0 ms</setting>
                <setting name="stackTrace">true</setting>
              </event>
            </configuration>
            """;

    @TempDir
    private Path folder;

    @Test
    void noVirtualThreadIsPinnedUnderLoad() throws IOException {
        assumeThat(Runtime.version().feature()).isLessThan(24);

        List<RecordedEvent> pinned = pinned(PATHS);

        System.out.printf("MEASURED: Java %d: %d pinned virtual threads under %d s of load%n",
                Runtime.version().feature(),
                pinned.size(), TIME.toSeconds());
        assertThat(pinned).isEmpty();
    }

    @Test
    void aPinnedThreadWouldBeSeen() throws IOException {
        assumeThat(Runtime.version().feature()).isLessThan(24);

        assertThat(pinned(List.of("/pinned"))).isNotEmpty();
    }

    private List<RecordedEvent> pinned(List<String> paths) throws IOException {
        Path settings = Files.writeString(folder.resolve("pinned.jfc"), SETTINGS);
        Path recording = folder.resolve("pinned.jfr");
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                FakeSource source = new FakeSource(FakeRateSources.BLOCKCHAIN.good("1"))) {
            Path config = Files.writeString(folder.resolve("source.yaml"),
                    "external-data: {sources: [blockchain], fresh-for: PT0.05S, blockchain: {base-url: \""
                            + source.url()
                            + "\"}}");
            try (ServiceProcess service = ServiceProcess.launch(WorkingService.class, folder,
                    Map.of("DEX_CONFIG", config.toString(), "OTLP_ENDPOINT", receiver.endpoint()),
                    "-Xlog:disable",
                    "-XX:StartFlightRecording=settings=" + settings + ",dumponexit=true,filename=" + recording)
                    .awaitListening()) {
                LineTap stdout = new LineTap(service);
                new LoadClients(service.port(), paths, (path, status, nanos) -> Duration.ofMillis(1)).start(16)
                        .run(TIME);
                service.terminate();
                service.awaitExit();
                assertThat(stdout.requestLines()).isPositive();
            }
        }
        List<RecordedEvent> events = new ArrayList<>();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.VirtualThreadPinned")) {
                    events.add(event);
                }
            }
        }
        return events;
    }
}
