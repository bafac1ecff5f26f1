package com.dataenginex.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Browser;
import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.LoadClients;
import com.dataenginex.support.ProcessFigures;
import com.dataenginex.support.ServiceProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the browser and the packaged service hold while a page is open on the requests, live, at a hundred requests per second.
 * {@code -Dpage.minutes=120 -Dfailsafe.timeout=12000} makes it two hours.
 */
class PageMemoryIT {
    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("page.minutes", 1));
    /** Until the page's 500 rows are there, 250 of which are of requests that are kept; and all code is warm. */
    private static final Duration WARM_UP = LENGTH.dividedBy(10).compareTo(Duration.ofSeconds(75)) > 0
            ? LENGTH.dividedBy(10)
            : Duration.ofSeconds(75);
    private static final int SAMPLES = LENGTH.toMinutes() < 10 ? 9 : 45;
    private static final int CLIENTS = 20;
    /** From one request to the next, whichever client sends it. */
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Further behind than that, what was missed is not made up. */
    private static final long MOST_BEHIND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration SLOW = Duration.ofMillis(300);
    private static final long SLACK_BYTES = 4 << 20;
    private static final double GROWTH = 1.1;

    private final Map<Integer, Integer> answers = new TreeMap<>();
    private final AtomicLong due = new AtomicLong(System.nanoTime());
    private final CountDownLatch end = new CountDownLatch(1);

    /**
     * After collections.
     *
     * @param browserHeap bytes of the page's scripts
     * @param nodes of its document
     * @param listeners of events
     * @param heap bytes of the service without what its recorder holds, which is bounded by itself
     * @param recorder bytes of it
     */
    private record Sample(long browserHeap, long nodes, long listeners, long heap, long recorder, long threads,
            long resident) {
        @Override
        public String toString() {
            return "browser: heap %.2f MB, %d nodes, %d listeners; service: heap %.1f MB and %.1f MB of requests, %d threads, %d MiB resident"
                    .formatted(browserHeap / 1e6, nodes, listeners, heap / 1e6, recorder / 1e6, threads,
                            resident / 1_024);
        }
    }

    @Test
    void browserAndServiceStayAsTheyAreWhileRequestsCome(@TempDir Path folder) throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (FakeSource source = new FakeSource(out -> {
            if (asked.incrementAndGet() % 2 == 0) {
                return FakeSource.answer(500, "{}").write(out);
            }
            end.await(SLOW.toMillis(), TimeUnit.MILLISECONDS);
            return FakeRateSources.BLOCKCHAIN.good("73838.87").write(out);
        }); ServiceProcess service = service(folder, source.url()); Browser browser = Browser.start(folder)) {
            drop(service.process().getInputStream());
            drop(service.process().getErrorStream());
            service.awaitListening();
            browser.send("Performance.enable");
            browser.open("http://localhost:" + service.port() + "/ui#/requests");
            browser.awaitText("live");
            LoadClients load = new LoadClients(service.port(), paths(), (path, status, nanos) -> {
                synchronized (answers) {
                    answers.merge(status, 1, Integer::sum);
                }
                return untilNext();
            }).start(CLIENTS);
            List<Sample> samples = new ArrayList<>();
            try {
                load.goOn(WARM_UP);
                long start = System.nanoTime();
                int before = answered();
                for (int i = 1; i <= SAMPLES; i++) {
                    load.goOn(Duration.ofNanos(start - System.nanoTime())
                            .plus(LENGTH.multipliedBy(i).dividedBy(SAMPLES)));
                    samples.add(sample(service, browser));
                    System.out.printf("MEASURED: after %s: %s; %.0f requests/s%n",
                            WARM_UP.plusNanos(System.nanoTime() - start).truncatedTo(ChronoUnit.SECONDS),
                            samples.getLast(), (answered() - before) / ((System.nanoTime() - start) / 1e9));
                }
            } finally {
                end.countDown();
                load.stop();
            }
            System.out.println("MEASURED: answers by status: " + answers);

            isFlat("heap of the browser", samples, Sample::browserHeap, SLACK_BYTES / 2);
            isFlat("nodes of the document", samples, Sample::nodes, 200);
            isFlat("listeners of the document", samples, Sample::listeners, 10);
            isFlat("heap of the service", samples, Sample::heap, SLACK_BYTES);
            isFlat("threads of the service", samples, Sample::threads, 10);
            assertThat(answers).containsKeys(200, 404, 502).doesNotContainKey(0);
            assertThat(browser.text()).contains("live").contains("500 shown");
            assertThat(browser.complaints()).isEmpty();
            assertThat(samples).allSatisfy(sample -> assertThat(sample.recorder()).isLessThanOrEqualTo(16 << 20));
        }
    }

    private static ServiceProcess service(Path folder, String url) throws IOException {
        Path file = Files.writeString(folder.resolve("x.yaml"), FakeRateSources.yaml(
                Map.of(FakeRateSources.BLOCKCHAIN, url)) + "recorder: {slow-after: PT0.2S}\nui: {enabled: true}\n");
        return ServiceProcess.launch(folder, Map.of("DEX_CONFIG", file.toString()));
    }

    /** 84 of 100 are answered at once, 10 are of no path, 5 or 6 fail or are slow, and one of 200 is a stream. */
    private static List<String> paths() {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            paths.add(i % 10 == 3
                    ? "/nope?of=" + i
                    : i % 17 == 5
                            ? "/api/external-data?currency=EUR&of=" + i
                            : i == 101 ? "/api/insights?count=2&interval=1" : "/?of=" + i);
        }
        return paths;
    }

    private Duration untilNext() {
        long now = System.nanoTime();
        return Duration.ofNanos(
                due.updateAndGet(last -> Math.max(last, now - MOST_BEHIND_NANOS) + PERIOD_NANOS) - now);
    }

    private int answered() {
        synchronized (answers) {
            return answers.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private static Sample sample(ServiceProcess service, Browser browser) {
        browser.send("HeapProfiler.collectGarbage");
        long heap = browser.send("Runtime.getHeapUsage").path("usedSize").longValue();
        Map<String, Long> metrics = new TreeMap<>();
        for (JsonNode metric : browser.send("Performance.getMetrics").path("metrics")) {
            metrics.put(metric.path("name").asText(), metric.path("value").longValue());
        }
        ProcessFigures figures = ProcessFigures.of(service);
        long recorder = (long) ProcessFigures.scrape(service.port()).sum("recorder_bytes");
        return new Sample(heap, metrics.get("Nodes"), metrics.get("JSEventListeners"),
                figures.heapKilobytes() * 1_024 - recorder, recorder, figures.threads(), figures.residentKilobytes());
    }

    /** The last third's median is at most the first third's, and a tenth, and {@code slack}. */
    private static void isFlat(String what, List<Sample> samples, ToLongFunction<Sample> figure, long slack) {
        int third = samples.size() / 3;
        long first = median(samples.subList(0, third), figure);
        long last = median(samples.subList(samples.size() - third, samples.size()), figure);
        System.out.printf("MEASURED: %s: %d in the first third, %d in the last%n", what, first, last);
        assertThat(last).as(what).isLessThanOrEqualTo((long) (first * GROWTH) + slack);
    }

    private static long median(List<Sample> samples, ToLongFunction<Sample> figure) {
        List<Long> sorted = new ArrayList<>(samples.stream().map(figure::applyAsLong).toList());
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static void drop(InputStream stream) {
        Thread.ofVirtual().start(() -> {
            try {
                stream.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
