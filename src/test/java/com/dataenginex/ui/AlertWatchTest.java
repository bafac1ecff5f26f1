package com.dataenginex.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.metrics.Reading;
import com.dataenginex.ui.AlertRule.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the registry holds, as rates, quantiles and alerts. */
class AlertWatchTest {
    private static final Instant START = Instant.parse("2026-11-26T08:00:00Z");
    private static final RegistryTotals NOTHING = totals(0, 0, 0, 0);

    /** @param fast requests within 0.1 s; slow ones take between 1 and 2.5 s */
    private static RegistryTotals totals(long good, long failed, long fast, long slow) {
        List<Reading> readings = new ArrayList<>();
        readings.add(request("/", "200", good));
        readings.add(request("/", "503", failed));
        readings.add(request("/", "505", 1_000));
        readings.add(request("/health", "503", 1_000));
        for (String[] edge : new String[][]{{"0.1", Long.toString(fast)}, {"1.0", Long.toString(fast)},
            {"2.5", Long.toString(fast + slow)}, {"+Inf", Long.toString(fast + slow)}}) {
            readings.add(new Reading("http_request_duration_seconds_bucket", Map.of("endpoint", "/", "le", edge[0]),
                    Double.parseDouble(edge[1])));
            readings.add(new Reading("http_request_duration_seconds_bucket",
                    Map.of("endpoint", "/stream", "le", edge[0]), 5_000));
        }
        readings.add(new Reading("jvm_memory_max_bytes", Map.of("area", "heap", "id", "a"), -1));
        readings.add(new Reading("jvm_memory_max_bytes", Map.of("area", "heap", "id", "b"), 100));
        readings.add(new Reading("jvm_memory_max_bytes", Map.of("area", "nonheap", "id", "c"), 7));
        return RegistryTotals.of(1_000_000_000L, readings, Set.of("/health"), Set.of("/stream"));
    }

    private static Reading request(String endpoint, String status, double count) {
        return new Reading("http_requests_total", Map.of("endpoint", endpoint, "method", "GET", "status", status),
                count);
    }

    @Test
    void leavesOutProbesAndStreamsAndTheClientsErrors() {
        RegistryTotals now = totals(70, 30, 50, 0);

        assertThat(now.requestsSince(NOTHING)).isEqualTo(100);
        assertThat(now.since(NOTHING, 5)).isEqualTo(30);
        assertThat(now.timedSince(NOTHING)).isEqualTo(50);
        assertThat(now.value("jvm_memory_max_bytes")).isEqualTo(100);
    }

    @Test
    void quantilesAreThoseOfPrometheus() {
        RegistryTotals now = totals(0, 0, 90, 10);

        assertThat(now.quantile(NOTHING, 0.45)).isEqualTo(0.05);
        assertThat(now.quantile(NOTHING, 0.95)).isEqualTo(1.75);
        assertThat(now.quantile(now, 0.95)).isNaN();
    }

    @Test
    void isPendingThenFiresAndGoesOnForAWhile() {
        AlertWatch alert = new AlertWatch(new AlertRule("Errors", Measure.ERROR_RATIO, 0.05, Duration.ofMinutes(3),
                Duration.ofMinutes(2), "page"));
        RegistryTotals failing = totals(70, 30, 0, 0);

        alert.look(NOTHING, failing, START);
        assertThat(alert.status()).isEqualTo(new AlertWatch.Status("pending", 0.3, START));
        alert.look(NOTHING, failing, START.plusSeconds(179));
        assertThat(alert.status().state()).isEqualTo("pending");
        alert.look(NOTHING, failing, START.plusSeconds(180));
        assertThat(alert.status()).isEqualTo(new AlertWatch.Status("firing", 0.3, START));
        alert.look(failing, failing, START.plusSeconds(299));
        assertThat(alert.status().state()).isEqualTo("firing");
        alert.look(failing, failing, START.plusSeconds(301));
        assertThat(alert.status().state()).isEqualTo("inactive");
        assertThat(alert.status().since()).isNull();
    }

    @Test
    void aHandfulOfRequestsSaysNothing() {
        AlertWatch errors = new AlertWatch(new AlertRule("Errors", Measure.ERROR_RATIO, 0.05, Duration.ZERO,
                Duration.ZERO, "page"));
        AlertWatch latency = new AlertWatch(new AlertRule("Latency", Measure.LATENCY_P95, 0.75, Duration.ZERO,
                Duration.ZERO, "page"));

        for (RegistryTotals few : List.of(totals(0, 19, 0, 19), totals(98, 2, 0, 19))) {
            errors.look(NOTHING, few, START);
            latency.look(NOTHING, few, START);
            assertThat(errors.status().state()).isEqualTo("inactive");
            assertThat(latency.status().state()).isEqualTo("inactive");
        }
        latency.look(NOTHING, totals(0, 0, 0, 20), START);
        assertThat(latency.status().state()).isEqualTo("firing");
    }
}
