package com.dataenginex.doctor;

import com.dataenginex.readers.Answer;
import com.dataenginex.readers.FoundLine;
import com.dataenginex.readers.FoundSpan;
import com.dataenginex.readers.HttpReader;
import com.dataenginex.readers.ReadException;
import com.dataenginex.readers.Samples;
import com.dataenginex.readers.ServiceClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One run: the marked request, who can be asked, and what one category found that a later one needs. Not thread-safe. */
final class Examination {
    private static final Duration PAUSE = Duration.ofMillis(200);
    /** How long what does not answer yet is tried again, and what needs no export may take. */
    static final Duration SOON = Duration.ofSeconds(5);
    static final String PATH = "/";

    private final Subject subject;
    private final DoctorConfig config;
    private final long begun = System.nanoTime();
    final String requestId = "doctor-" + hex(16);
    final String traceId = hex(32);
    private final String parentId = hex(16);

    /** Of the service before the marked request; null if it does not answer. */
    Samples before;
    /** Of the marked request; null if it was not answered. */
    Answer answer;
    /** What the service believes to run in: dev, stage or prod; empty if it does not tell. */
    String environment = "";
    /** Trace ids that were found, by where. */
    final Map<String, List<String>> traceIds = new HashMap<>();
    final List<FoundSpan> spans = new ArrayList<>();
    final List<FoundLine> lines = new ArrayList<>();

    Examination(Subject subject, DoctorConfig config) {
        this.subject = subject;
        this.config = config;
    }

    Subject subject() {
        return subject;
    }

    /** A client of that place, if it is given. */
    <T> Optional<T> at(Place place, Function<HttpReader, T> client) {
        return Optional.ofNullable(config.places().get(place))
                .map(url -> client.apply(new HttpReader(place.title(), url, config.timeout())));
    }

    Duration timeout() {
        return config.timeout();
    }

    ServiceClient service() {
        return at(Place.SERVICE, ServiceClient::new).orElseThrow();
    }

    /** Where its probes and its metrics are. */
    ServiceClient admin() {
        return at(Place.ADMIN, ServiceClient::new).orElseGet(this::service);
    }

    /** Sends the marked request, and returns what was answered. */
    Answer send() {
        answer = service().send(PATH, Map.of("X-Request-ID", requestId, "traceparent",
                "00-" + traceId + "-" + parentId + "-01", "User-Agent", subject.name() + "-doctor"));
        return answer;
    }

    /** Time by our clock until which what was sent may arrive. */
    Duration left() {
        Duration left = config.patience().minusNanos(System.nanoTime() - begun);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Asks until the answer is as wanted or the run's time is over, at least once; returns the last answer. */
    <T> T await(Supplier<T> ask, Predicate<T> wanted) {
        return await(left(), ask, wanted);
    }

    <T> T await(Duration limit, Supplier<T> ask, Predicate<T> wanted) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            T last = ask.get();
            if (wanted.test(last) || System.nanoTime() >= end) {
                return last;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** As the ask, but what is not there yet is tried again for a few seconds. */
    <T> T reach(Supplier<T> ask) {
        Duration limit = left().compareTo(SOON) < 0 ? left() : SOON;
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return ask.get();
            } catch (ReadException e) {
                boolean maySoon = switch (e.failure()) {
                    case REFUSED, CLOSED -> true;
                    case STATUS -> e.status() == 503;
                    default -> false;
                };
                if (!maySoon || System.nanoTime() >= end) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** For the evidence of a time-out. */
    String waited() {
        return "for " + seconds(Duration.ofNanos(System.nanoTime() - begun)) + " since this run began";
    }

    /** Those that were built by hand have no version. */
    static String version(String version) {
        return version.isEmpty() ? "" : ", version " + version;
    }

    static String seconds(Duration time) {
        return time.toMillis() < 1_000
                ? time.toMillis() + " ms"
                : (time.toMillis() / 100 / 10.0 + " s").replace(".0 ", " ");
    }

    void traceId(String where, String id) {
        traceIds.computeIfAbsent(where, key -> new ArrayList<>()).add(id);
    }

    Instant from() {
        return Instant.now().minus(Duration.ofHours(1));
    }

    Instant to() {
        return Instant.now().plus(Duration.ofHours(1));
    }

    private static String hex(int digits) {
        byte[] bytes = new byte[digits / 2];
        do {
            ThreadLocalRandom.current().nextBytes(bytes);
        } while (bytes[0] == 0);
        return HexFormat.of().formatHex(bytes);
    }
}
