package com.dataenginex.doctor;

import com.dataenginex.readers.FoundLine;
import com.dataenginex.readers.HttpReader;
import com.dataenginex.readers.LogReader;
import com.dataenginex.readers.LokiClient;
import com.dataenginex.readers.VictoriaLogsClient;
import java.util.List;
import java.util.function.Function;

/** The line that ends the request is found by the request's id, whole and once. */
final class LogsChecks implements Checks {
    private static final String END = "status_code";
    private static final List<String> FIELDS = List.of("request_id", "trace_id", "span_id", "method", "path", END,
            "duration_seconds", "outcome");

    @Override
    public String category() {
        return "logs";
    }

    @Override
    public void run(Examination run, Findings out) {
        if (run.answer == null) {
            out.skip("logs", "the service does not answer");
            return;
        }
        find(run, out, Place.LOKI, http -> new LokiClient(http, "{app=\"" + run.subject().name() + "\"}"));
        find(run, out, Place.VICTORIALOGS, VictoriaLogsClient::new);
    }

    private static void find(Examination run, Findings out, Place place, Function<HttpReader, LogReader> client) {
        LogReader reader = run.at(place, client).orElse(null);
        if (reader == null) {
            out.notGiven(place);
            return;
        }
        if (!out.check(place.title() + " answers", Hint.LOGS, () -> {
            run.reach(reader::ready);
            return reader.url();
        })) {
            return;
        }
        if (!out.check(place.title() + " has the request's line", Hint.LOGS, () -> found(run, reader))) {
            return;
        }
        List<FoundLine> ends = run.lines.stream().filter(line -> !line.field(END).isEmpty()).toList();
        out.check("its fields are whole", Hint.LOGS, () -> {
            List<String> missing = FIELDS.stream().filter(field -> ends.getFirst().field(field).isEmpty()).toList();
            if (!missing.isEmpty()) {
                throw CheckFailed
                        .failure(String.join(", ", missing) + " missing: the line was cut or not read as JSON");
            }
            return FIELDS.size() + " of " + FIELDS.size() + ": " + String.join(", ", FIELDS);
        });
        out.check("it is there once", Hint.LOGS, () -> {
            if (ends.size() > 1) {
                throw CheckFailed
                        .failure(ends.size() + " lines end this one request: two agents ship the same log, or one"
                                + " began anew");
            }
            return "one line";
        });
    }

    private static String found(Examination run, LogReader reader) {
        List<FoundLine> lines = run.await(() -> reader.lines(run.requestId, run.from(), run.to()),
                each -> each.stream().anyMatch(line -> !line.field(END).isEmpty()));
        run.lines.clear();
        run.lines.addAll(lines);
        FoundLine end = lines.stream().filter(line -> !line.field(END).isEmpty()).findFirst().orElse(null);
        if (end == null) {
            throw CheckFailed.failure((lines.isEmpty()
                    ? "no line with request_id=" + run.requestId
                    : lines.size() + " lines with request_id=" + run.requestId + ", none of which ends the request")
                    + ", awaited " + run.waited() + ": what ships the service's stdout is away, late, or ships it to"
                    + " another place");
        }
        if (!end.field("trace_id").isEmpty()) {
            run.traceId("line", end.field("trace_id"));
        }
        return end.event() + " at " + end.time();
    }
}
