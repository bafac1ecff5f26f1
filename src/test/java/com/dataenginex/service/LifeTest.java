package com.dataenginex.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dataenginex.log.FieldWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LifeTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Ledger ledger = new Ledger();

    private Part part(String name) {
        return Part.of(name, () -> said.add("+" + name), () -> said.add("-" + name));
    }

    @Test
    void startsInOrderAndStopsInTheOppositeOne() throws StartException {
        Life life = new Life(List.of(part("a"), part("b"), part("c")), ledger);

        life.start();
        life.stop();
        life.stop();

        assertThat(said).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
        assertThat(fields()).containsOnlyKeys("a_seconds", "b_seconds", "c_seconds", "clean").containsEntry("clean",
                "true");
    }

    @Test
    void everyStepOfAStopRunsWhateverAnEarlierOneThrew() throws StartException {
        Part error = Part.closing("error", () -> {
            throw new StackOverflowError("planted");
        });
        Part checked = Part.closing("checked", () -> {
            throw new Exception("planted");
        });
        Life life = new Life(List.of(part("a"), error, checked), ledger);

        life.start();
        life.stop();

        assertThat(said).containsExactly("+a", "-a");
        assertThat(fields()).containsEntry("error_cut_off", "1").containsEntry("checked_cut_off", "1")
                .containsEntry("clean", "false");
    }

    @Test
    void aStepThatHangsIsLeftBehindAtItsDeadline() throws StartException {
        Part hanging = new Part("hanging", Part.Step.NOTHING, () -> new CountDownLatch(1).await(),
                Duration.ofMillis(50));
        Life life = new Life(List.of(part("a"), hanging), ledger);

        life.start();
        life.stop();

        assertThat(said).containsExactly("+a", "-a");
        assertThat(fields()).containsEntry("hanging_cut_off", "1");
    }

    @Test
    void aFailedStartStopsWhatHadStarted() {
        Part failing = Part.of("failing", () -> {
            throw new NoClassDefFoundError("planted");
        }, () -> said.add("-failing"));
        Life life = new Life(List.of(part("a"), part("b"), failing, part("c")), ledger);

        assertThatThrownBy(life::start).isInstanceOf(StartException.class)
                .hasMessage("The part failing could not be started: NoClassDefFoundError; the log has more");

        assertThat(said).containsExactly("+a", "+b", "-failing", "-b", "-a");
    }

    @Test
    void aFailedStartMayHaveASentenceOfItsOwn() {
        Life life = new Life(List.of(Part.starting("port", () -> {
            throw new StartException("Port 1 is in use", null);
        })), ledger);

        assertThatThrownBy(life::start).isInstanceOf(StartException.class).hasMessage("Port 1 is in use");
    }

    @Test
    void aStopDuringTheStartEndsItAndStopsWhatHadStarted() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        Part slow = Part.of("slow", () -> {
            waiting.countDown();
            new CountDownLatch(1).await();
        }, () -> said.add("-slow"));
        Life life = new Life(List.of(part("a"), slow, part("never")), ledger);
        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> {
            try {
                life.start();
            } catch (StartException e) {
                throw new IllegalStateException(e);
            }
        });
        waiting.await();

        life.stop();

        start.join();
        assertThat(said).containsExactly("+a", "-slow", "-a");
    }

    @Test
    void aStopBeforeTheStartLetsNothingStart() throws StartException {
        Life life = new Life(List.of(part("a")), ledger);

        life.stop();
        life.start();

        assertThat(said).isEmpty();
    }

    @Test
    void anInterruptOfTheCallerCutsNoStepShort() throws StartException {
        Life life = new Life(List.of(part("a"), part("b")), ledger);
        life.start();

        Thread.currentThread().interrupt();
        life.stop();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(fields()).containsEntry("clean", "true");
    }

    @Test
    void twoPartsOfOneNameAreRefused() {
        assertThatThrownBy(() -> new Life(List.of(part("a"), part("a")), ledger))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Two parts are called a");
        assertThatThrownBy(() -> part("A b")).isInstanceOf(IllegalArgumentException.class);
    }

    private Map<String, String> fields() {
        Map<String, String> fields = new TreeMap<>();
        ledger.writeTo(new FieldWriter() {
            @Override
            public FieldWriter text(String name, String value) {
                fields.put(name, value);
                return this;
            }

            @Override
            public FieldWriter number(String name, long value) {
                return text(name, Long.toString(value));
            }

            @Override
            public FieldWriter number(String name, double value) {
                return text(name, Double.toString(value));
            }

            @Override
            public FieldWriter flag(String name, boolean value) {
                return text(name, Boolean.toString(value));
            }

            @Override
            public FieldWriter seconds(String name, long nanos) {
                return text(name, Long.toString(nanos));
            }
        });
        return fields;
    }
}
