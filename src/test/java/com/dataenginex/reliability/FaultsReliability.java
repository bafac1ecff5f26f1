package com.dataenginex.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.FaultyLink;
import com.dataenginex.support.LineTap;
import com.dataenginex.support.LoadClients;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.Ports;
import com.dataenginex.support.ProcessFigures;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.ServiceProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything around the service fails while it is under load: one after the other, and all at once. */
class FaultsReliability {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("reliability.fault-seconds", 120));
    private static final int CLIENTS = 8;
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(20);
    private static final String HOSTS = "127.0.0.1 collector.test source.test database.test\n";
    private static final Map<String, Set<Integer>> ALLOWED = Map.of("/", Set.of(200), "/startup", Set.of(200),
            "/nowhere",
            Set.of(404), "/api/insights?count=2&interval=0.05", Set.of(200), "/api/external-data?currency=EUR",
            Set.of(200, 502, 503, 504));

    @TempDir
    private Path folder;

    /** What is broken and mended again. */
    private record Fault(Runnable begin, Runnable end) {
    }

    @Test
    void nothingThatWasPromisedIsLostAndNothingLeaks() throws IOException {
        Path hosts = Files.writeString(folder.resolve("hosts"), HOSTS);
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                FakeSource source = new FakeSource(FakeRateSources.BLOCKCHAIN.good("1"));
                FakeSource database = new FakeSource(FakeRateSources.BLOCKCHAIN.good("1"));
                FaultyLink toCollector = new FaultyLink(receiver.port());
                FaultyLink toSource = new FaultyLink(source.port());
                FaultyLink toDatabase = new FaultyLink(database.port());
                ServiceProcess service = ServiceProcess
                        .launch(folder, variables(toCollector, toSource, toDatabase), "-Xmx128m",
                                "-XX:+ExitOnOutOfMemoryError", "-Djdk.net.hosts.file=" + hosts,
                                "-Dsun.net.inetaddr.ttl=1", "-Dsun.net.inetaddr.negative.ttl=1")
                        .awaitListening()) {
            LineTap stdout = new LineTap(service);
            Map<String, Fault> faults = new LinkedHashMap<>();
            for (FaultyLink.State state : List.of(FaultyLink.State.RESETS, FaultyLink.State.HANGS,
                    FaultyLink.State.BABBLES)) {
                faults.put("collector " + state, link(toCollector, state));
                faults.put("source " + state, link(toSource, state));
                faults.put("database " + state, link(toDatabase, state));
            }
            faults.put("stdout stalls", new Fault(stdout::pause, stdout::resume));
            faults.put("DNS", new Fault(() -> write(hosts, "127.0.0.1 nobody.test\n"), () -> write(hosts, HOSTS)));
            List<Fault> all = List.of(faults.get("collector HANGS"), faults.get("source HANGS"),
                    faults.get("database RESETS"), faults.get("stdout stalls"), faults.get("DNS"));
            faults.put("all at once", new Fault(() -> all.forEach(fault -> fault.begin.run()),
                    () -> all.forEach(fault -> fault.end.run())));

            Answers answers = new Answers();
            answers.load(service.port(), () -> pass(Duration.ofSeconds(5)));
            ProcessFigures before = ProcessFigures.of(service);
            Duration each = TIME.dividedBy(faults.size());
            answers.load(service.port(), () -> faults.forEach((name, fault) -> {
                fault.begin.run();
                pass(each.multipliedBy(2).dividedBy(3));
                fault.end.run();
                pass(each.dividedBy(3));
            }));
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> accounted(service));
            // Idle connections and threads of the clients live for up to a minute.
            Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> ProcessFigures.of(service),
                    now -> now.files() <= before.files() + 5 && now.threads() <= before.threads() + 5);
            ProcessFigures after = ProcessFigures.of(service);

            Scrape scrape = ProcessFigures.scrape(service.port());
            double dropped = scrape.sum("log_events_dropped_total");
            long written = stdout.requestLines();
            System.out.printf(
                    "MEASURED: Java %d: %d faults in %d s under %d requests: %s; wrong answers: %s; spans: %.0f made, "
                            + "%.0f exported, %.0f dropped and counted, %d received; log lines of requests: %d written, %.0f "
                            + "dropped and counted; before: %s; after: %s%n",
                    Runtime.version().feature(), faults.size(),
                    TIME.toSeconds(), answers.count.sum(), answers.statuses, answers.wrong,
                    scrape.sum("spans_created_total"), scrape.sum("spans_exported_total"),
                    scrape.sum("spans_dropped_total"), receiver.spans().size(), written, dropped, before, after);
            assertThat(answers.wrong).isEmpty();
            assertThat(receiver.spans()).hasSizeGreaterThanOrEqualTo((int) scrape.sum("spans_exported_total"));
            assertThat(written + dropped).isGreaterThanOrEqualTo(2.0 * answers.logged());
            assertThat(after.heapKilobytes()).isLessThan(before.heapKilobytes() + 8 * 1_024);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 5);

            service.process().getInputStream().close();
            Answers deaf = new Answers();
            deaf.load(service.port(), () -> pass(Duration.ofSeconds(3)));
            assertThat(deaf.wrong).isEmpty();
            assertThat(ProcessFigures.scrape(service.port()).sum("log_events_dropped_total"))
                    .isGreaterThan(dropped + deaf.count.sum());
        }
    }

    @Test
    void aFullDiskUnderStdoutStopsNothingAndIsCounted() throws IOException {
        int port = Ports.free();
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar", ServiceProcess.JAR.toString()).redirectOutput(new File("/dev/full"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PORT", Integer.toString(port), "HOST", "127.0.0.1", "LOG_FORMAT", "json"));
        Process process = builder.start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions()
                    .until(() -> ProcessFigures.scrape(port).has("http_requests_total"));
            Answers answers = new Answers();
            new LoadClients(port, List.of("/"), answers).start(CLIENTS).run(Duration.ofSeconds(3));
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> ProcessFigures.scrape(port)
                    .sum("log_events_dropped_total", "level=\"info\"") >= 2.0 * answers.count.sum());

            assertThat(answers.wrong).isEmpty();
            assertThat(answers.count.sum()).isPositive();
        } finally {
            process.destroyForcibly();
        }
    }

    private Map<String, String> variables(FaultyLink collector, FaultyLink source, FaultyLink database)
            throws IOException {
        Path config = Files.writeString(folder.resolve("around.yaml"), """
                external-data:
                  sources: [blockchain]
                  blockchain: {base-url: "http://source.test:%d"}
                  call-timeout: PT0.5S
                  fresh-for: PT0.2S
                  stale-for: PT1S
                  failure-for: PT0.2S
                  breaker-delay: PT1S
                health: {interval: PT0.5S}
                logging: {queue-capacity: 1024}
                """.formatted(source.port()));
        return Map.of("DEX_CONFIG", config.toString(), "OTLP_ENDPOINT", "http://collector.test:" + collector.port(),
                "DEX_DB_HOST", "database.test", "DEX_DB_PORT", Integer.toString(database.port()));
    }

    private static Fault link(FaultyLink link, FaultyLink.State state) {
        return new Fault(() -> link.set(state), () -> link.set(FaultyLink.State.WORKS));
    }

    private static boolean accounted(ServiceProcess service) {
        Scrape scrape = ProcessFigures.scrape(service.port());
        return scrape.sum("spans_created_total") == scrape.sum("spans_exported_total")
                + scrape.sum("spans_dropped_total");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** Counts the answers, and those that nothing excuses. */
    private static final class Answers implements LoadClients.Answers {
        private final LongAdder count = new LongAdder();
        private final Map<String, Long> statuses = new ConcurrentSkipListMap<>();
        private final Map<String, Long> wrong = new ConcurrentSkipListMap<>();

        @Override
        public Duration answered(String path, int status, long nanos) {
            count.increment();
            statuses.merge(path + ' ' + status, 1L, Long::sum);
            if (!ALLOWED.getOrDefault(path, Set.of()).contains(status)) {
                wrong.merge(path + ' ' + status, 1L, Long::sum);
            }
            return BETWEEN_REQUESTS;
        }

        /** Those that have two lines: a probe that succeeds is said at DEBUG. */
        long logged() {
            return count.sum() - statuses.getOrDefault("/startup 200", 0L);
        }

        void load(int port, Runnable meanwhile) {
            LoadClients clients = new LoadClients(port, ALLOWED.keySet().stream().sorted().toList(), this)
                    .start(CLIENTS);
            meanwhile.run();
            clients.stop();
        }
    }
}
