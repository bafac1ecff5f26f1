package com.dataenginex.doctor;

import com.dataenginex.readers.AlertmanagerClient;
import com.dataenginex.readers.Answer;
import com.dataenginex.readers.FoundLine;
import com.dataenginex.readers.FoundSpan;
import com.dataenginex.readers.GrafanaClient;
import com.dataenginex.readers.JaegerClient;
import com.dataenginex.readers.LokiClient;
import com.dataenginex.readers.PrometheusClient;
import com.dataenginex.readers.ReadException;
import com.dataenginex.readers.TempoClient;
import com.dataenginex.readers.VictoriaLogsClient;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Everybody's clock against ours: by what they answer, and by the time of the line and the span. */
final class ClockChecks implements Checks {
    private static final Duration TOLERANCE = Duration.ofSeconds(2);
    private static final Duration TOO_MUCH = Duration.ofSeconds(5);

    @Override
    public String category() {
        return "clock";
    }

    @Override
    public void run(Examination run, Findings out) {
        Map<String, Duration> offsets = new LinkedHashMap<>();
        if (run.answer != null) {
            byDate(offsets, Place.SERVICE, run.answer);
        }
        ask(() -> run.at(Place.PROMETHEUS, PrometheusClient::new).ifPresent(prometheus -> {
            Instant sent = Instant.now();
            offsets.put(Place.PROMETHEUS.title(), between(prometheus.time(), Duration.ZERO, sent, Instant.now()));
        }));
        date(offsets, Place.ALERTMANAGER, () -> run.at(Place.ALERTMANAGER, AlertmanagerClient::new)
                .map(AlertmanagerClient::ready));
        date(offsets, Place.JAEGER, () -> run.at(Place.JAEGER, JaegerClient::new).map(JaegerClient::ready));
        date(offsets, Place.TEMPO, () -> run.at(Place.TEMPO, TempoClient::new).map(TempoClient::ready));
        date(offsets, Place.LOKI, () -> run.at(Place.LOKI, http -> new LokiClient(http, "{}")).map(LokiClient::ready));
        date(offsets, Place.VICTORIALOGS, () -> run.at(Place.VICTORIALOGS, VictoriaLogsClient::new)
                .map(VictoriaLogsClient::ready));
        date(offsets, Place.GRAFANA, () -> run.at(Place.GRAFANA, GrafanaClient::new).map(GrafanaClient::ready));
        if (run.answer != null) {
            Instant ended = run.answer.sent().plus(run.answer.took());
            run.lines.stream().map(FoundLine::time).findFirst().ifPresent(time -> offsets.put("the log's line",
                    between(time, Duration.ZERO, run.answer.sent(), ended)));
            run.spans.stream().map(FoundSpan::began).findFirst().ifPresent(time -> offsets.put("the span",
                    between(time, Duration.ZERO, run.answer.sent(), ended)));
        }
        offsets.forEach((who, offset) -> out.check("the time of " + who + " is ours", Hint.CLOCK, () -> {
            String said = (offset.isNegative() ? "behind by " : "ahead by ") + Examination.seconds(offset.abs());
            if (offset.abs().compareTo(TOO_MUCH) > 0) {
                throw CheckFailed.failure(said + ": rules and queries look at the wrong moment");
            }
            if (offset.abs().compareTo(TOLERANCE) > 0) {
                throw CheckFailed.warning(said);
            }
            return offset.isZero() ? "as exactly as it tells" : said;
        }));
    }

    private static void date(Map<String, Duration> offsets, Place place, Supplier<Optional<Answer>> asked) {
        ask(() -> asked.get().ifPresent(answer -> byDate(offsets, place, answer)));
    }

    private static void byDate(Map<String, Duration> offsets, Place place, Answer answer) {
        answer.date().ifPresent(date -> offsets.put(place.title(),
                between(date, Duration.ofSeconds(1), answer.sent(), answer.sent().plus(answer.took()))));
    }

    /** Whoever does not answer has been named before. */
    private static void ask(Runnable asking) {
        try {
            asking.run();
        } catch (ReadException e) {
            // Named before.
        }
    }

    /** By how much a time, which may be as much later as its precision, lies outside of our two; zero if it does not. */
    static Duration between(Instant time, Duration precision, Instant from, Instant to) {
        if (time.isAfter(to)) {
            return Duration.between(to, time);
        }
        Instant latest = time.plus(precision);
        return latest.isBefore(from) ? Duration.between(from, latest) : Duration.ZERO;
    }
}
