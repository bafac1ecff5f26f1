package com.dataenginex.doctor;

import com.dataenginex.readers.FoundSpan;
import com.dataenginex.readers.HttpReader;
import com.dataenginex.readers.TraceReader;
import java.util.List;
import java.util.function.Function;

/** The trace is found where traces are kept. */
final class StoredTraces {
    private StoredTraces() {
    }

    static void find(Examination run, Findings out, Place place, Function<HttpReader, TraceReader> client) {
        TraceReader reader = run.at(place, client).orElse(null);
        if (reader == null) {
            out.notGiven(place);
            return;
        }
        if (out.check(place.title() + " answers", Hint.JAEGER, () -> {
            run.reach(reader::ready);
            return reader.url();
        })) {
            out.check(place.title() + " has the trace", Hint.JAEGER, () -> found(run, reader));
        }
    }

    private static String found(Examination run, TraceReader reader) {
        List<FoundSpan> spans = run.await(() -> reader.trace(run.traceId), each -> !each.isEmpty());
        if (spans.isEmpty()) {
            throw CheckFailed.failure("no trace " + run.traceId + ", awaited " + run.waited()
                    + "; the span was exported, so it went to another place or was lost after the first collector");
        }
        run.spans.addAll(spans);
        spans.forEach(span -> run.traceId("span", span.traceId()));
        FoundSpan server = spans.getFirst();
        if (spans.stream().noneMatch(span -> span.service().equals(run.subject().name()))) {
            throw CheckFailed.warning("its service is called " + server.service() + " there, not "
                    + run.subject().name());
        }
        return server.name() + " of " + server.service() + ", " + spans.size()
                + (spans.size() == 1 ? " span" : " spans");
    }
}
