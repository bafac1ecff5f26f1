package com.dataenginex.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.dataenginex.DataEngineX;
import com.dataenginex.config.ConfigException;
import com.dataenginex.config.Settings;
import com.dataenginex.helidon.PrometheusText;
import com.dataenginex.http.RequestTotals;
import com.dataenginex.support.Scrape;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.service.registry.Services;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.FlightRecorder;
import jdk.jfr.RecordingState;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("observability")
class OwnMetricsTest {
    private final Metrics metrics = new Metrics(
            new MetricsConfig(List.of(Duration.ofMillis(100), Duration.ofSeconds(1)), 10), new RequestTotals());

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void aCounterOfYourOwnIsOneLine() {
        Counter refreshes = metrics.counter("cache_refreshes_total", "Refreshes of the rate cache", "currency", "USD");

        refreshes.increment();

        assertThat(scrape().text()).contains("# HELP cache_refreshes_total Refreshes of the rate cache\n",
                "cache_refreshes_total{currency=\"USD\"} 1.0");
    }

    /** What begins beside the start would otherwise fail in the middle of the JVM's end, or record for ever. */
    @Test
    void aStopRightAfterTheStartLeavesNoRecording() {
        metrics.start();
        metrics.close();

        Awaitility.await().during(Duration.ofSeconds(1))
                .until(() -> FlightRecorder.getFlightRecorder().getRecordings().stream()
                        .noneMatch(recording -> recording.getState() == RecordingState.RUNNING));
    }

    @Test
    void timersAndGaugesToo() {
        metrics.timer("job_duration_seconds", "Duration of a job in seconds").record(Duration.ofMillis(50));
        metrics.gauge("queue_entries", "Entries waiting", () -> 7);
        metrics.counter("polls_total", "Polls", () -> 3L);

        Scrape scrape = scrape();
        assertThat(scrape.samples("job_duration_seconds_bucket")).containsExactly(
                "job_duration_seconds_bucket{le=\"0.1\"} 1.0",
                "job_duration_seconds_bucket{le=\"1.0\"} 1.0", "job_duration_seconds_bucket{le=\"+Inf\"} 1.0");
        assertThat(scrape.names()).doesNotContain("job_duration_seconds_max");
        assertThat(scrape.sum("queue_entries")).isEqualTo(7);
        assertThat(scrape.sum("polls_total")).isEqualTo(3);
    }

    @Test
    void refusesANameThatPrometheusWouldNotLike() {
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter("cacheRefreshes", "x"))
                .withMessage("\"cacheRefreshes\" is no metric name; allowed: snake case, ending in _total");
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.timer("job_millis", "x"))
                .withMessageContaining("_seconds");
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter("a_total", "x", "label"))
                .withMessage("labels must be name and value in turn, but there are 1");
    }

    @Test
    void whatIsReadAtEachScrapeSurvivesTheCollector() {
        long[] state = {5};
        metrics.counter("polls_total", "Polls", () -> state[0]);
        metrics.gauge("queue_entries", "Entries waiting", () -> state[0]);
        WeakReference<Object> canary = new WeakReference<>(new Object());
        Awaitility.await().until(() -> {
            System.gc();
            return canary.get() == null;
        });

        state[0] = 6;

        assertThat(scrape().sum("polls_total")).isEqualTo(6);
        assertThat(scrape().sum("queue_entries")).isEqualTo(6);
    }

    @Test
    void refusesAMetricThatWouldVanishFromTheScrape() {
        metrics.counter("cache_refreshes_total", "x", "kind", "a");
        metrics.counter("cache_refreshes_total", "x", "kind", "b");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.counter("cache_refreshes_total", "x", "other", "a"))
                .withMessage(
                        "\"cache_refreshes_total\" has the labels [kind], and not [other]; one metric has one set");
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.gauge("refresh_seconds_max", "x", () -> 1))
                .withMessageContaining("choose a name that does not end in _seconds_max");
    }

    @Test
    void refusesBucketsThatAreNotAscending(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("x.yaml"), "metrics: {duration-buckets: [1, 0.5, -1]}");
        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString()), DataEngineX.CONFIG);

        MetricsConfig.read(settings);

        Assertions.assertThatThrownBy(settings::check).isInstanceOf(ConfigException.class)
                .hasMessageContaining("metrics.duration-buckets = \"-1\"")
                .hasMessageContaining("ascending, none twice");
    }

    private static Scrape scrape() {
        Optional<Object> text = new PrometheusText().formatter(MediaTypes.TEXT_PLAIN, null,
                Services.get(MetricsFactory.class).globalRegistry(), Optional.empty(), List.of(), List.of())
                .orElseThrow().format();
        return new Scrape(text.orElseThrow().toString());
    }
}
