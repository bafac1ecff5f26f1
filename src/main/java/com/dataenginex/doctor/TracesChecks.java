package com.dataenginex.doctor;

import com.dataenginex.readers.CollectorClient;
import com.dataenginex.readers.CollectorClient.SpanFlow;
import com.dataenginex.readers.HttpReader;
import com.dataenginex.readers.JaegerClient;
import com.dataenginex.readers.ReadException;
import com.dataenginex.readers.ReadFailure;
import com.dataenginex.readers.Samples;
import com.dataenginex.readers.TempoClient;
import java.net.URI;

/** The span is created, exported, taken by the collector, and found by its trace's id: the first counter that stands still is the broken hop. */
final class TracesChecks implements Checks {
    private static final String CREATED = "spans_created_total";
    private static final String EXPORTED = "spans_exported_total";
    private static final String DROPPED = "spans_dropped_total";

    private SpanFlow earlier;

    @Override
    public String category() {
        return "traces";
    }

    /** What the collector counted before; called before the marked request. */
    void begin(Examination run) {
        try {
            earlier = run.at(Place.COLLECTOR, CollectorClient::new).map(CollectorClient::spans).orElse(null);
        } catch (ReadException e) {
            // Said when it is its turn.
        }
    }

    @Override
    public void run(Examination run, Findings out) {
        if (run.answer == null) {
            out.skip("traces", "the service does not answer");
            return;
        }
        if (!out.check("a span is created for the request", Hint.SAMPLING, () -> created(run))) {
            return;
        }
        run.subject().otlpEndpoint().ifPresentOrElse(
                endpoint -> out.check("the OTLP endpoint speaks the protocol", Hint.JAEGER,
                        () -> endpoint(run, endpoint)),
                () -> out.skip("the OTLP endpoint", "this configuration sends no spans: OTLP_ENDPOINT"));
        if (!out.check("it is exported", Hint.TRACES, () -> exported(run))) {
            return;
        }
        run.at(Place.COLLECTOR, CollectorClient::new).ifPresentOrElse(
                collector -> out.check("the collector takes it and hands it on", Hint.TRACES,
                        () -> collected(run, collector)),
                () -> out.notGiven(Place.COLLECTOR));
        StoredTraces.find(run, out, Place.JAEGER, JaegerClient::new);
        StoredTraces.find(run, out, Place.TEMPO, TempoClient::new);
    }

    private static String created(Examination run) {
        double before = run.before.sum(CREATED);
        double now = run.await(Examination.SOON, () -> run.admin().metrics().sum(CREATED), count -> count > before);
        if (now <= before) {
            throw CheckFailed.failure(CREATED + " stays at " + (long) before
                    + ", though the traceparent of the request says sampled: the service's sampler drops it"
                    + " (OTEL_TRACES_SAMPLER, tracing.excluded-paths), or something between takes traceparent away");
        }
        return CREATED + " rose from " + (long) before + " to " + (long) now;
    }

    /** From here the endpoint may be out of reach though the service reaches it, so only a wrong protocol is a failure. */
    private static String endpoint(Examination run, URI url) {
        boolean grpc = run.subject().otlpProtocol().equals("grpc");
        try {
            new HttpReader("the OTLP endpoint", url, run.timeout()).get("/v1/traces");
        } catch (ReadException e) {
            boolean http = e.status() != 0;
            if (grpc && http || !grpc && e.failure() == ReadFailure.NOT_HTTP) {
                throw CheckFailed.failure(url.getScheme() + "://" + url.getHost() + ":" + url.getPort() + " speaks "
                        + (http ? "HTTP" : "gRPC") + ", tracing.otlp-protocol is " + run.subject().otlpProtocol()
                        + ": 4317 (gRPC) and 4318 (HTTP) are swapped");
            }
            if (!grpc && e.failure() == ReadFailure.NOT_FOUND) {
                throw CheckFailed.failure(KnownMistakes.explain(e) + "; it takes no traces at this path");
            }
            if (!http && e.failure() != ReadFailure.NOT_HTTP) {
                throw CheckFailed.warning("from here: " + KnownMistakes.explain(e));
            }
        }
        return "it speaks " + run.subject().otlpProtocol();
    }

    private static String exported(Examination run) {
        double before = run.before.sum(EXPORTED);
        double lost = run.before.sum(DROPPED);
        Samples now = run.await(run.admin()::metrics, each -> each.sum(EXPORTED) > before || each.sum(DROPPED) > lost);
        if (now.sum(DROPPED) > lost) {
            throw CheckFailed.failure(DROPPED + " rose by " + (long) (now.sum(DROPPED) - lost)
                    + " (reason " + reason(run.before, now)
                    + "): what it sends to is away, refuses, or takes the connection and does not answer; the service's"
                    + " line span_export_failed has the reason");
        }
        if (now.sum(EXPORTED) <= before) {
            throw CheckFailed.failure(EXPORTED + " stays at " + (long) before + ", awaited " + run.waited()
                    + "; " + (long) now.sum("spans_queued") + " wait, none was given up: no exporter is set"
                    + " (OTLP_ENDPOINT), or what it sends to takes the connection and does not answer");
        }
        return EXPORTED + " rose from " + (long) before + " to " + (long) now.sum(EXPORTED);
    }

    private static String reason(Samples before, Samples now) {
        String failed = "export_failed";
        return now.sum(DROPPED, "reason", failed) > before.sum(DROPPED, "reason", failed) ? failed : "queue_full";
    }

    private String collected(Examination run, CollectorClient collector) {
        SpanFlow now = run.reach(collector::spans);
        if (!now.isCollector()) {
            throw CheckFailed
                    .failure(collector.url() + "/metrics has no metrics of a collector: another port, such as 8888");
        }
        SpanFlow first = earlier == null ? new SpanFlow(0, 0, 0, 0, true) : earlier;
        now = run.await(Examination.SOON, collector::spans, each -> each.sent() > first.sent()
                || each.failed() > first.failed() || each.refused() > first.refused());
        String flow = "accepted " + (now.accepted() - first.accepted()) + ", refused "
                + (now.refused() - first.refused()) + ", sent " + (now.sent() - first.sent()) + ", failed "
                + (now.failed() - first.failed());
        if (now.accepted() <= first.accepted()) {
            throw CheckFailed.failure("its receivers accepted none since the request (" + flow
                    + "): the service exports to another collector");
        }
        if (now.failed() > first.failed() || now.sent() <= first.sent()) {
            throw CheckFailed.failure("it has the spans and does not get them on (" + flow
                    + "): its exporters' targets are away; its log has the reason");
        }
        return flow + " since the request";
    }
}
