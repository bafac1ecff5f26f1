package com.dataenginex.ui;

import com.dataenginex.metrics.Reading;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the registry holds at one moment, added up over all endpoints but the probes.
 *
 * @param nanos the moment, as {@link System#nanoTime()}
 * @param byClass requests since the start by the first digit of their status; 505 counts as the client's
 * @param edges upper edges of the latency histogram in seconds, ascending
 * @param buckets requests up to each edge since the start; streams are not among them
 * @param values the others by name
 */
record RegistryTotals(long nanos, long[] byClass, double[] edges, long[] buckets, Map<String, Double> values) {
    private static final String REQUESTS = "http_requests_total";
    private static final String DURATIONS = "http_request_duration_seconds";
    private static final String POOLS = "jvm_memory_max_bytes";
    private static final String GREATEST_POOL = "greatest of " + POOLS;
    private static final int CLIENT_ERRORS = 4;
    private static final int CLASSES = 6;
    /** The client's protocol error. */
    private static final String VERSION_NOT_SUPPORTED = "505";
    /** Read as they are; several series of one are added up. */
    static final Set<String> PLAIN = Set.of("http_requests_in_flight", "http_requests_in_flight_limit",
            "http_requests_rejected_total", "sse_streams_active", "sse_streams_limit", "jvm_memory_used_bytes",
            POOLS, "jvm_memory_usage_after_gc", "jvm_gc_pause_seconds", "jvm_threads_live_threads",
            "jvm_threads_virtual_pinned_seconds", "process_cpu_usage", "log_queue_events", "log_queue_limit",
            "spans_queued", "spans_queue_limit");

    static boolean isWanted(String name) {
        return PLAIN.contains(name) || name.equals(REQUESTS) || name.equals(DURATIONS);
    }

    /**
     * @param probes templates that are left out
     * @param streams templates whose durations are left out
     */
    static RegistryTotals of(long nanos, List<Reading> readings, Set<String> probes, Set<String> streams) {
        long[] byClass = new long[CLASSES];
        Map<Double, Long> histogram = new HashMap<>();
        Map<String, Double> values = new HashMap<>();
        for (Reading reading : readings) {
            String endpoint = reading.labels().getOrDefault("endpoint", "");
            String area = reading.labels().getOrDefault("area", "heap");
            if (probes.contains(endpoint) || !area.equals("heap")) {
                continue;
            }
            if (reading.name().equals(REQUESTS)) {
                byClass[statusClass(reading.labels().get("status"))] += (long) reading.value();
            } else if (reading.name().equals(DURATIONS + "_bucket")) {
                if (!streams.contains(endpoint)) {
                    histogram.merge(edge(reading.labels().get("le")), (long) reading.value(), Long::sum);
                }
            } else {
                // A pool without a limit says -1.
                values.merge(reading.name(), Math.max(0, reading.value()), Double::sum);
                if (reading.name().equals(POOLS)) {
                    values.merge(GREATEST_POOL, reading.value(), Math::max);
                }
            }
        }
        double[] edges = histogram.keySet().stream().mapToDouble(edge -> edge).sorted().toArray();
        return new RegistryTotals(nanos, byClass, edges,
                Arrays.stream(edges).mapToLong(histogram::get).toArray(), values);
    }

    private static double edge(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    private static int statusClass(String status) {
        if (status.equals(VERSION_NOT_SUPPORTED)) {
            return CLIENT_ERRORS;
        }
        int first = status.charAt(0) - '0';
        return first > 0 && first < CLASSES ? first : 0;
    }

    double value(String name) {
        return values.getOrDefault(name, Double.NaN);
    }

    /** Bytes that the last collection left in use: a share of the pool for what lives long, which is the greatest one. */
    double heapAfterCollection() {
        return value("jvm_memory_usage_after_gc") * value(GREATEST_POOL);
    }

    /** Requests since the other moment. */
    long requestsSince(RegistryTotals then) {
        return Arrays.stream(byClass).sum() - Arrays.stream(then.byClass).sum();
    }

    /** Those of one status class, such as 5, since the other moment. */
    long since(RegistryTotals then, int statusClass) {
        return byClass[statusClass] - then.byClass[statusClass];
    }

    /** What a total has grown by per second; 0 where it is not there. */
    double rate(RegistryTotals then, String name) {
        double grown = value(name) - then.values.getOrDefault(name, 0.0);
        return Double.isNaN(grown) ? 0 : perSecond(then, grown);
    }

    double perSecond(RegistryTotals then, double count) {
        return Math.max(0, count) / Math.max(1, nanos - then.nanos) * 1e9;
    }

    /** Requests whose latency was taken since the other moment. */
    long timedSince(RegistryTotals then) {
        return buckets.length == 0 ? 0 : buckets[buckets.length - 1] - then.upTo(edges[edges.length - 1]);
    }

    /**
     * A quantile in seconds of the requests since the other moment, as Prometheus's {@code histogram_quantile} computes it; NaN
     * without any.
     */
    double quantile(RegistryTotals then, double quantile) {
        double rank = quantile * timedSince(then);
        if (rank <= 0) {
            return Double.NaN;
        }
        long before = 0;
        for (int i = 0; i < edges.length; i++) {
            long count = buckets[i] - then.upTo(edges[i]);
            double lower = i == 0 ? 0 : edges[i - 1];
            if (count >= rank) {
                return Double.isInfinite(edges[i])
                        ? lower
                        : lower + (edges[i] - lower) * (rank - before) / (count - before);
            }
            before = count;
        }
        return Double.NaN;
    }

    private long upTo(double edge) {
        int index = Arrays.binarySearch(edges, edge);
        return index < 0 ? 0 : buckets[index];
    }
}
