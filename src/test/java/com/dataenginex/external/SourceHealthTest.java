package com.dataenginex.external;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.log.Log;
import com.dataenginex.log.LogReceiver;
import com.dataenginex.support.NotedFields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourceHealthTest {
    private static final String URL = "https://bob:pa55word@rates.example:1/EUR?key=secret";
    private static final SourceException FAILURE = SourceException.status(500);
    private static final String ABOUT = "provider=x outcome=error_status status=500 reason=answered 500 url=https://rates.example:1/EUR";

    private final Logger logger = Logger.getLogger(SourceHealth.class.getName());
    private final List<String> said = new ArrayList<>();
    private final LogReceiver receiver = (severity, name, event, fields, thrown) -> {
        NotedFields noted = new NotedFields();
        fields.writeTo(noted);
        said.add(severity + " " + event + " " + noted);
    };
    private Duration now = Duration.ofSeconds(100);
    private final SourceHealth health = new SourceHealth("x", Duration.ofSeconds(5),
            () -> Instant.EPOCH.plus(now), () -> now.toNanos());

    @BeforeEach
    void listen() {
        logger.setLevel(Level.FINE);
        Log.attach(receiver);
    }

    @AfterEach
    void stop() {
        Log.detach(receiver);
        logger.setLevel(null);
    }

    @Test
    void aSourceThatWorksSaysNothing() {
        health.worked();

        assertThat(said).isEmpty();
    }

    @Test
    void saysTheFirstFailureAndTheEnd() {
        health.failed(FAILURE, URL);
        now = now.plusSeconds(2);
        health.failed(FAILURE, URL);
        now = now.plusSeconds(5);
        health.worked();
        health.worked();

        assertThat(said).containsExactly("WARNING upstream_failing " + ABOUT,
                "INFO upstream_recovered provider=x failing_seconds=7000000000ns failed_calls=2");
    }

    @Test
    void knowsSinceWhenItFailsOrWorks() {
        assertThat(health.since()).isNull();

        health.failed(FAILURE, URL);
        now = now.plusSeconds(2);
        health.failed(FAILURE, URL);
        assertThat(health.works()).isFalse();
        assertThat(health.since()).isEqualTo(Instant.EPOCH.plusSeconds(100));

        now = now.plusSeconds(6);
        health.worked();
        now = now.plusSeconds(1);
        health.worked();
        assertThat(health.works()).isTrue();
        assertThat(health.since()).isEqualTo(Instant.EPOCH.plusSeconds(108));
    }

    @Test
    void oneThatFailsEveryNowAndThenIsOneTrouble() {
        for (int i = 0; i < 20; i++) {
            health.failed(FAILURE, URL);
            now = now.plusSeconds(4);
            health.worked();
        }

        assertThat(said).hasSize(1);
    }

    @Test
    void theNextTroubleIsSaidAgain() {
        for (int i = 0; i < 2; i++) {
            health.failed(FAILURE, URL);
            health.leftAlone("upstream_circuit_opened", FAILURE, URL, Duration.ofSeconds(10));
            now = now.plusSeconds(10);
            health.worked();
        }

        assertThat(said).extracting(line -> line.split(" ")[0] + " " + line.split(" ")[1]).containsExactly(
                "WARNING upstream_failing", "WARNING upstream_circuit_opened", "INFO upstream_recovered",
                "WARNING upstream_failing", "WARNING upstream_circuit_opened", "INFO upstream_recovered");
    }

    @Test
    void eachReasonToLeaveItAloneIsSaidOnceWithTheNextTryAndThenAtDebug() {
        SourceException busy = SourceException.rateLimited("answered 429", 429, Optional.empty());
        health.failed(busy, URL);
        health.leftAlone("upstream_rate_limited", busy, URL, Duration.ofSeconds(7));
        health.leftAlone("upstream_circuit_opened", FAILURE, URL, Duration.ofSeconds(10));
        health.leftAlone("upstream_circuit_opened", FAILURE, URL, Duration.ofSeconds(10));

        assertThat(said.subList(1, 4)).containsExactly(
                "WARNING upstream_rate_limited provider=x outcome=rate_limited status=429 reason=answered 429 "
                        + "url=https://rates.example:1/EUR pause_seconds=7000000000ns next_try=1970-01-01T00:01:47Z",
                "WARNING upstream_circuit_opened " + ABOUT
                        + " pause_seconds=10000000000ns next_try=1970-01-01T00:01:50Z",
                "DEBUG upstream_circuit_opened " + ABOUT
                        + " pause_seconds=10000000000ns next_try=1970-01-01T00:01:50Z");
    }

    @Test
    void whatNeverAnsweredHasNoStatus() {
        health.failed(SourceException.of(CallOutcome.TIMEOUT, "late"), URL);

        assertThat(said).containsExactly(
                "WARNING upstream_failing provider=x outcome=timeout reason=late url=https://rates.example:1/EUR");
    }
}
