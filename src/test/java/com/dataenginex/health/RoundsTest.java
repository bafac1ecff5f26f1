package com.dataenginex.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.log.Log;
import com.dataenginex.log.LogReceiver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RoundsTest {

    @Test
    void aRoundThatFailsIsSaidAndIsNotTheLastOne() throws InterruptedException {
        List<String> said = new CopyOnWriteArrayList<>();
        LogReceiver receiver = (severity, logger, event, fields, thrown) -> said.add(event + " " + thrown.getMessage());
        Log.attach(receiver);
        AtomicInteger rounds = new AtomicInteger();
        Thread thread = Thread.ofVirtual().start(() -> new Rounds("database", Duration.ofMillis(5)).repeat(() -> {
            if (rounds.incrementAndGet() == 1) {
                throw new IllegalStateException("planted");
            }
            if (rounds.get() == 2) {
                throw new StackOverflowError("planted too");
            }
        }));
        try {
            Awaitility.await().until(() -> rounds.get() > 3);
        } finally {
            thread.interrupt();
            thread.join();
            Log.detach(receiver);
        }

        assertThat(said).containsExactly("health_round_failed planted", "health_round_failed planted too");
    }
}
