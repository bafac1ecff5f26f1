package com.dataenginex.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.log.Fields;
import com.dataenginex.log.Log;
import com.dataenginex.log.Severity;
import com.dataenginex.support.Lines;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LoggingTest {
    private static final Log LOG = Log.of(LoggingTest.class);
    private static final int CAPACITY = 1_024;

    @Test
    void aBlockedStdoutDropsTheLeastSevereFirstCountsThemAndSaysSoOnce() {
        Gate gate = new Gate();
        Logging logging = logging(gate, Level.ALL);
        logging.start();
        LOG.info("first", Fields.NONE);
        gate.awaitBlocked();

        for (int i = 0; i < 3_000; i++) {
            LOG.debug("noise", Fields.NONE);
        }
        for (int i = 0; i < CAPACITY / 10; i++) {
            LOG.error("important", Fields.NONE, null);
        }
        assertThat(logging.dropped(Severity.DEBUG)).isGreaterThan(2_000);
        assertThat(logging.queueCapacity()).isEqualTo(CAPACITY);
        assertThat(logging.waiting()).isBetween(CAPACITY / 10, CAPACITY);
        assertThat(logging.dropped(Severity.ERROR)).isZero();
        gate.open();
        JsonNode report = gate.lines.await(1, line -> line.path("event").asText().equals("log_events_dropped"))
                .getFirst();
        logging.close();

        assertThat(report.path("debug").longValue()).isEqualTo(logging.dropped(Severity.DEBUG));
        assertThat(report.has("error")).isFalse();
        assertThat(gate.lines.of("important")).hasSize(CAPACITY / 10);
        assertThat(gate.lines.of("log_events_dropped")).hasSize(1);
    }

    @Test
    void writesEverythingQueuedBeforeItCloses() {
        Lines lines = new Lines();
        Logging logging = logging(lines, Level.INFO);
        logging.start();

        for (int i = 0; i < 500; i++) {
            LOG.info("queued", Fields.NONE);
        }
        logging.close();

        assertThat(lines.of("queued")).hasSize(500);
    }

    @Test
    void whatALibrarySaysHoldsNoCredentials() {
        Lines lines = new Lines();
        Logging logging = logging(lines, Level.ALL);
        logging.start();

        Logger.getLogger("some.library").fine("x".repeat(2_030) + " http://u:hunter2-and-longer@host/");
        Logger.getLogger("some.library").log(Level.INFO, "asks {0}", "http://host/a?key=hunter2");
        logging.close();

        assertThat(lines.of("library_message")).extracting(line -> line.path("message").asText())
                .contains("asks http://host/a?[redacted]");
        assertThat(lines.toString()).doesNotContain("hunter2");
    }

    @Test
    void countsTheLinesThatABrokenPipeLoses() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Logging logging = logging(broken, Level.INFO);
        logging.start();

        LOG.warning("lost", Fields.NONE);

        logging.close();

        assertThat(logging.dropped(Severity.WARNING)).isEqualTo(1);
    }

    @Test
    void closesInTimeWhenNobodyReads() {
        Gate gate = new Gate();
        Logging logging = new Logging(config(Level.INFO, Duration.ofMillis(50)), "dex", "1", "dev", gate);
        logging.start();
        LOG.info("first", Fields.NONE);
        gate.awaitBlocked();

        logging.close();

        assertThat(gate.lines.size()).isZero();
        gate.open();
    }

    @Test
    void aLineThatCannotBeWrittenLeavesItsEventAndTheReason() {
        Lines lines = new Lines();
        Logging logging = logging(lines, Level.INFO);
        logging.start();

        LOG.info("good", Fields.NONE);
        LOG.error("bad", f -> {
            f.text("half", "x");
            throw new IllegalStateException("no field");
        }, null);
        LOG.error("worse", f -> {
            throw new StackOverflowError("planted");
        }, null);
        LOG.info("good", Fields.NONE);
        logging.close();

        assertThat(lines.of("good")).hasSize(2);
        assertThat(lines.of("bad")).singleElement().satisfies(line -> {
            assertThat(line.path("unwritable").asText()).isEqualTo("java.lang.IllegalStateException");
            assertThat(line.has("half")).isFalse();
        });
        assertThat(lines.of("worse")).singleElement()
                .satisfies(
                        line -> assertThat(line.path("unwritable").asText()).isEqualTo("java.lang.StackOverflowError"));
        assertThat(logging.dropped(Severity.ERROR)).isZero();
    }

    @Test
    void tellsListenersEachLineAndSurvivesWhatTheyThrow() {
        Lines lines = new Lines();
        Logging logging = logging(lines, Level.INFO);
        List<String> heard = new CopyOnWriteArrayList<>();
        logging.listen(line -> {
            throw new AssertionError("planted");
        });
        logging.listen(line -> heard.add(line.event()));
        logging.start();

        LOG.info("one", Fields.NONE);
        LOG.info("two", Fields.NONE);
        logging.close();

        assertThat(heard).contains("one", "two");
        assertThat(lines.of("two")).hasSize(1);
        assertThat(lines.of("log_listener_failed")).hasSize(1);
    }

    @Test
    void linesOfABatchThatIsStuckAreCountedAsWaiting() {
        CountDownLatch never = new CountDownLatch(1);
        LogQueue queue = new LogQueue(CAPACITY, Long.MAX_VALUE);
        LogWriter writer = new LogWriter(queue, new JsonFormat("dex", "1", "dev"), new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        });
        for (int i = 0; i < 3; i++) {
            queue.offer(new RawLine(Severity.INFO, "x\n".getBytes(StandardCharsets.UTF_8)));
        }
        writer.start();
        Awaitility.await().until(() -> queue.size() == 0);

        Awaitility.await().until(() -> writer.waiting() == 3);
        assertThat(writer.close(Duration.ofMillis(10))).isFalse();
        never.countDown();
    }

    @Test
    void wakesUpAfterALongQuietTime() {
        Lines lines = new Lines();
        LogQueue queue = new LogQueue(CAPACITY, Long.MAX_VALUE);
        Thread sleeper = Thread.ofPlatform().daemon().start(() -> {
            while (queue.poll() == null) {
                queue.sleep(Duration.ofMinutes(10).toNanos());
            }
            lines.write('x');
        });
        Awaitility.await().until(() -> sleeper.getState() == Thread.State.TIMED_WAITING);

        queue.offer(new RawLine(Severity.INFO, new byte[0]));

        Awaitility.await().until(() -> lines.size() == 1);
    }

    @Test
    void rawTextComesOutAsItIs() {
        Lines lines = new Lines();
        Logging logging = logging(lines, Level.INFO);
        logging.start();

        logging.write("{\"name\":\"GET /\"}\n".getBytes(StandardCharsets.UTF_8));
        logging.close();

        assertThat(lines.toString(StandardCharsets.UTF_8)).contains("{\"name\":\"GET /\"}\n");
    }

    private static Logging logging(OutputStream out, Level level) {
        return new Logging(config(level, Duration.ofSeconds(10)), "dex", "1", "dev", out);
    }

    private static LoggingConfig config(Level level, Duration flushTimeout) {
        return new LoggingConfig(level, LogFormat.JSON, Colour.NEVER, true, CAPACITY, flushTimeout, Set.of());
    }

    /** A stdout that nobody reads until the gate opens. */
    private static final class Gate extends OutputStream {
        private final Lines lines = new Lines();
        private final CountDownLatch blocked = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            blocked.countDown();
            await(opened);
            lines.write(bytes, from, length);
        }

        void awaitBlocked() {
            await(blocked);
        }

        void open() {
            opened.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
