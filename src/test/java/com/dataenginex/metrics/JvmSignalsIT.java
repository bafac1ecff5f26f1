package com.dataenginex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.EventReader;
import com.dataenginex.support.Lines;
import com.dataenginex.support.ProcessFigures;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.ServiceProcess;
import com.dataenginex.support.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JVM tells of itself, in a process of its own. */
@Tag("observability")
class JvmSignalsIT {
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"Serial", "Parallel", "G1", "Z"})
    void theHeapAfterACollectionIsThereWithEveryCollector(String collector) {
        try (ServiceProcess service = ServiceProcess
                .launch(folder, Map.of(), "-Xmx128m", "-XX:+Use" + collector + "GC").awaitListening()) {
            jcmd(service, "GC.run");

            Scrape scrape = Awaitility.await().atMost(Duration.ofSeconds(30)).until(
                    () -> ProcessFigures.scrape(service.port()), s -> s.has("jvm_gc_pause_seconds_max"));
            assertThat(scrape.sum("jvm_memory_usage_after_gc", "area=\"heap\"")).isBetween(0.001, 0.9);
            assertThat(scrape.has("jvm_gc_overhead")).isTrue();
        }
    }

    /** {@code kill -QUIT} would write plain lines between the JSON, without a virtual thread. */
    @Test
    void aThreadDumpShowsTheVirtualThreadsAndLeavesTheLogAlone() throws IOException {
        Path file = folder.resolve("threads.json");
        try (ServiceProcess service = ServiceProcess.launch(folder, Map.of()).awaitListening();
                EventReader stream = EventReader.open(service.port(), "/api/insights?count=2&interval=10")) {
            stream.awaitFirst();
            jcmd(service, "Thread.dump_to_file", "-format=json", file.toString());

            List<JsonNode> threads = new ArrayList<>();
            Lines.parse(Files.readString(file)).path("threadDump").path("threadContainers")
                    .forEach(container -> container.path("threads").forEach(threads::add));
            assertThat(threads).as("the thread of the stream")
                    .anyMatch(thread -> thread.path("stack").toString().contains("OpenStream.awaitUntil"));
            service.terminate();
            assertThat(service.stdout()).isNotEmpty()
                    .allSatisfy(line -> assertThat(Lines.parse(line).isObject()).isTrue());
        }
    }

    private static void jcmd(ServiceProcess service, String... command) {
        List<String> all = new ArrayList<>(List.of(JCMD.toString(), Long.toString(service.process().pid())));
        all.addAll(Arrays.asList(command));
        assertThat(Tool.run("", all)).doesNotContain("Exception");
    }
}
