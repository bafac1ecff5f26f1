package com.dataenginex.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dataenginex.log.Log;
import com.dataenginex.log.LogReceiver;
import com.dataenginex.support.NotedFields;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
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

    @Test
    void saysWhichPartCouldNotBeStartedAndWhy() {
        List<String> events = heard(() -> {
            assertThatThrownBy(new Life(List.of(Part.starting("failing", () -> {
                throw new IllegalStateException("planted");
            })), ledger)::start).isInstanceOf(StartException.class);
            assertThatThrownBy(new Life(List.of(Part.starting("port", () -> {
                throw new StartException("Port 1 is in use", null);
            })), ledger)::start).isInstanceOf(StartException.class);
        });

        assertThat(events).containsExactly("ERROR start_failed part=failing reason=null planted",
                "ERROR start_failed part=port reason=Port 1 is in use -");
    }

    @Test
    void saysWhichStepsFailedAndWhichWereLate() {
        CountDownLatch interrupted = new CountDownLatch(1);
        Part failing = Part.closing("failing", () -> {
            throw new IllegalStateException("planted");
        });
        Part late = new Part("late", Part.Step.NOTHING, () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }, Duration.ofMillis(20));
        Life life = new Life(List.of(failing, late), ledger);

        List<String> events = heard(() -> {
            life.start();
            life.stop();
            interrupted.await();
        });

        assertThat(events).containsExactly("ERROR stop_step_late step=late deadline_seconds=20000000ns -",
                "ERROR stop_step_failed step=failing planted");
        assertThat(Long.parseLong(fields().get("late_seconds").replace("ns", ""))).isBetween(
                Duration.ofMillis(20).toNanos(),
                Duration.ofSeconds(20).toNanos());
    }

    @Test
    void aSecondStopWaitsForTheFirst() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Life life = new Life(List.of(Part.closing("slow", () -> {
            stopping.countDown();
            release.await();
            said.add("-slow");
        })), ledger);
        life.start();
        Thread first = stop(life);
        stopping.await();
        Thread second = stop(life);
        awaitWaiting(second);

        assertThat(second.isAlive()).isTrue();
        assertThat(said).isEmpty();
        release.countDown();
        second.join();

        assertThat(said).containsExactly("-slow");
        first.join();
    }

    @Test
    void anInterruptOfTheStopEndsTheStepUnderWayAndNoOther() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        Life life = new Life(List.of(part("a"), Part.closing("hanging", () -> {
            stopping.countDown();
            new CountDownLatch(1).await();
        })), ledger);
        life.start();
        Thread stopper = stop(life);
        stopping.await();

        stopper.interrupt();
        stopper.join();

        assertThat(said).containsExactly("+a", "-a");
        assertThat(fields()).containsEntry("hanging_cut_off", "1").doesNotContainKey("a_cut_off");
    }

    @Test
    void whoIsInterruptedWhileAnotherStopsGoesOnAndStaysInterrupted() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Life life = new Life(List.of(Part.closing("slow", () -> {
            stopping.countDown();
            release.await();
        })), ledger);
        life.start();
        Thread stopper = stop(life);
        stopping.await();

        Thread.currentThread().interrupt();
        life.stop();

        assertThat(Thread.interrupted()).isTrue();
        release.countDown();
        stopper.join();
    }

    @Test
    void aStopWaitsForThePartThatIsJustBeingStarted() throws Exception {
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Life life = new Life(List.of(Part.of("slow", () -> {
            starting.countDown();
            awaitWhateverComes(release);
            said.add("+slow");
        }, () -> said.add("-slow")), part("never")), ledger);
        Thread starter = Thread.ofPlatform().daemon().start(() -> {
            try {
                life.start();
            } catch (StartException e) {
                said.add("failed");
            }
        });
        starting.await();
        Thread stopper = stop(life);
        awaitWaiting(stopper);

        assertThat(stopper.isAlive()).isTrue();
        assertThat(said).isEmpty();
        release.countDown();
        stopper.join();
        starter.join();

        assertThat(said).containsExactly("+slow", "-slow");
    }

    @Test
    void anInterruptOfTheStartIsNotLeftBehind() throws StartException {
        new Life(List.of(Part.starting("a", () -> Thread.currentThread().interrupt())), ledger).start();

        assertThat(Thread.interrupted()).isFalse();
    }

    private static Thread stop(Life life) {
        return Thread.ofPlatform().daemon().start(life::stop);
    }

    private static void awaitWaiting(Thread thread) {
        Awaitility.await().pollInterval(Duration.ofMillis(5))
                .until(() -> thread.getState() == Thread.State.TIMED_WAITING
                        || thread.getState() == Thread.State.TERMINATED);
    }

    private static void awaitWhateverComes(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // It takes its time all the same.
            }
        }
    }

    private static List<String> heard(Part.Step step) {
        List<String> events = new CopyOnWriteArrayList<>();
        LogReceiver receiver = (severity, logger, event, fields, thrown) -> {
            NotedFields noted = new NotedFields();
            fields.writeTo(noted);
            events.add(severity + " " + event + " " + noted + " " + (thrown == null ? "-" : thrown.getMessage()));
        };
        Log.attach(receiver);
        try {
            step.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            Log.detach(receiver);
        }
        return events;
    }

    private Map<String, String> fields() {
        NotedFields fields = new NotedFields();
        ledger.writeTo(fields);
        return fields.values();
    }
}
