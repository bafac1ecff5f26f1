package com.dataenginex.readers;

/**
 * A collector's metrics about itself, by default on port 8888; Jaeger 2 is such a collector. Their names have {@code _total} or not,
 * by its version. Every method throws {@link ReadException}.
 */
public final class CollectorClient extends ReaderClient {
    public CollectorClient(HttpReader http) {
        super(http);
    }

    /** What it has counted since its start. */
    public SpanFlow spans() {
        return http.read(http.get("/metrics"), answer -> {
            Samples samples = Samples.parse(answer.text());
            return new SpanFlow(sum(samples, "receiver_accepted_spans"), sum(samples, "receiver_refused_spans"),
                    sum(samples, "exporter_sent_spans"), sum(samples, "exporter_send_failed_spans"),
                    samples.has("otelcol_process_uptime_total") || samples.has("otelcol_process_uptime_seconds_total")
                            || samples.has("otelcol_process_uptime"));
        });
    }

    private static long sum(Samples samples, String name) {
        return (long) (samples.sum("otelcol_" + name) + samples.sum("otelcol_" + name + "_total"));
    }

    /**
     * @param accepted spans that its receivers took
     * @param refused spans that they could not take
     * @param sent spans that its exporters handed on, counted once for each exporter
     * @param failed spans that they could not
     * @param isCollector whether it has a collector's metrics at all
     */
    public record SpanFlow(long accepted, long refused, long sent, long failed, boolean isCollector) {
    }
}
