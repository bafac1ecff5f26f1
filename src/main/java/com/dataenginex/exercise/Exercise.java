package com.dataenginex.exercise;

import com.dataenginex.debug.SignedHeader;
import com.dataenginex.readers.ActiveAlert;
import com.dataenginex.readers.HttpReader;
import com.dataenginex.readers.ReadException;
import com.dataenginex.readers.ScrapeTarget;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One drill after the other. The next one begins as soon as the fault of the one before is over; that its alert resolves is awaited
 * beside. The first hop that is broken or late ends the whole.
 */
public final class Exercise {
    private static final Duration OFTEN = Duration.ofMillis(250);
    private static final Duration SELDOM = Duration.ofSeconds(2);
    private static final int LOOKS = 4;

    private final ExerciseOptions options;
    private final SignedHeader header;
    private final Surroundings around;
    private final Consumer<String> progress;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<DrillRun> runs = new ArrayList<>();
    private List<DrillPlan> plans = List.of();

    /**
     * @param header signs the requests; it must have a key
     * @param progress is told each hop that is passed, in one line
     */
    public Exercise(ExerciseOptions options, Promises promises, SignedHeader header, Consumer<String> progress) {
        this.options = options;
        this.header = header;
        this.around = new Surroundings(options, promises);
        this.progress = progress;
    }

    /** Reads the rules and the traffic, and sends nothing; the report is red if no drill can be held. */
    public DrillReport plan() {
        Preparation preparation = new Preparation(options, around);
        DrillReport report = preparation.report();
        plans = preparation.plans();
        return report;
    }

    /** Ends it soon, from any thread. */
    public void stop() {
        stopped.countDown();
    }

    /** Holds what was planned; returns when everything is cleaned up. */
    public DrillReport run() {
        long begun = System.nanoTime();
        DrillVerdict verdict = DrillVerdict.GREEN;
        String reason = "";
        Watch watch = new Watch(around, plans);
        try {
            watch.begin();
            while (!(runs.size() == plans.size() && runs.stream().allMatch(DrillRun::isDone))) {
                if (runs.isEmpty() || runs.size() < plans.size() && runs.getLast().isFaultOver()) {
                    begin(plans.get(runs.size()));
                }
                watch(watch);
                for (DrillRun run : runs) {
                    look(run);
                }
                if (since(begun).compareTo(options.max()) > 0) {
                    throw failed(runs.getLast(), new HopException("max", "--max is over"));
                }
                if (stopped.await(pause().toMillis(), TimeUnit.MILLISECONDS)) {
                    verdict = DrillVerdict.STOPPED;
                    reason = "it was asked to stop";
                    break;
                }
            }
        } catch (HopException e) {
            verdict = DrillVerdict.RED;
            reason = e.hop() + ": " + e.getMessage();
        } catch (ReadException | IllegalArgumentException | NoSuchElementException e) {
            // Of what it begins with; later the hop that is next waits for an answer.
            verdict = DrillVerdict.RED;
            reason = e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            verdict = DrillVerdict.STOPPED;
        } finally {
            runs.forEach(DrillRun::close);
        }
        return new DrillReport(verdict, reason, options.environment(), hops(), since(begun), left());
    }

    private void begin(DrillPlan plan) {
        DrillRun run = new DrillRun(plan, around, new Load(plan.promise().fault(), plan.share(), header, target(),
                options.service() == null ? "" : HttpReader.authorization(options.service()), plan.dependency(),
                plan.hard()));
        runs.add(run);
        run.start();
    }

    URI target() {
        // Of a scrape's URL the path is that of the metrics.
        return options.service() != null
                ? URI.create(HttpReader.url(options.service()) + options.path())
                : around.targets().stream().map(ScrapeTarget::url).map(URI::create).findFirst()
                        .orElseThrow(
                                () -> new NoSuchElementException("Prometheus scrapes no target to send requests to"))
                        .resolve(options.path());
    }

    private void watch(Watch watch) {
        try {
            watch.look();
        } catch (ReadException e) {
            // The hop that is next says so, if it lasts.
            progress.accept(e.getMessage());
        } catch (HopException e) {
            throw failed(runs.getLast(), e);
        }
    }

    private void look(DrillRun run) {
        try {
            while (!run.isDone() && run.look()) {
                Hop passed = run.hops().stream().filter(hop -> hop.state() != HopState.PLANNED).reduce((a, b) -> b)
                        .orElseThrow();
                progress.accept(passed.drill() + " " + passed.name() + " " + passed.state() + " after "
                        + Times.text(passed.took()));
            }
        } catch (HopException e) {
            throw failed(run, e);
        }
    }

    private static HopException failed(DrillRun run, HopException why) {
        run.failed(why);
        return why;
    }

    private Duration pause() {
        Duration evaluation = plans.stream().map(plan -> plan.timing().evaluation()).reduce(Times::longer)
                .orElse(SELDOM).dividedBy(LOOKS);
        return evaluation.compareTo(SELDOM) > 0 ? SELDOM : Times.longer(evaluation, OFTEN);
    }

    /** Those of the drills that have begun as they are, of the others as planned. */
    private List<Hop> hops() {
        List<Hop> hops = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            hops.addAll(i < runs.size() ? runs.get(i).hops() : plans.get(i).hops());
        }
        return hops;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** The alerts of the drills that are not yet resolved. */
    private List<String> left() {
        try {
            return new Watch(around, plans).own().stream().map(Exercise::text).distinct().toList();
        } catch (ReadException e) {
            return List.of("what is left is not known: " + e.getMessage());
        }
    }

    private static String text(ActiveAlert alert) {
        return alert.name() + " is " + alert.state() + " in Prometheus; nothing feeds it any more";
    }
}
