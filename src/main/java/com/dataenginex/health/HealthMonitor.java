package com.dataenginex.health;

import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.log.Log;
import com.dataenginex.metrics.Metrics;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Timer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Checks each dependency on virtual threads of its own, again and again, so that a probe only reads what is known. A
 * check that hangs is abandoned after its timeout and delays no other check.
 */
public final class HealthMonitor implements AutoCloseable {
    private static final Log LOG = Log.of(HealthMonitor.class);
    private static final Duration SCHEDULED_WITHIN = Duration.ofSeconds(5);
    private static final double MILLIS_PER_SECOND = 1_000;

    private final HealthConfig config;
    private final Metrics metrics;
    private final List<Dependency> dependencies;
    private final DependencyOverride override;
    private final CountDownLatch firstRound;
    private volatile Thread looking;
    private final UnusableClasses unusable = new UnusableClasses();
    private final ProcessHealth process;
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("health-", 0).factory());

    /** @param logWritten whether the thread that writes the log is alive; without it the process is unhealthy */
    public HealthMonitor(HealthConfig config, Metrics metrics, Clock clock, BooleanSupplier logWritten) {
        this.config = config;
        this.metrics = metrics;
        this.process = new ProcessHealth(clock, logWritten, unusable::reason, SCHEDULED_WITHIN);
        this.dependencies = config.dependencies().stream().map(one -> new Dependency(one, config, clock)).toList();
        this.override = new DependencyOverride(dependencies, clock, System::nanoTime);
        this.firstRound = new CountDownLatch((int) dependencies.stream().filter(d -> !d.isChecked()).count());
    }

    public void start() {
        config.remarks()
                .forEach(sentence -> LOG.warning("dependency_not_checked", out -> out.text("reason", sentence)));
        looking = Thread.ofPlatform().daemon().name("process-health")
                .start(() -> new Rounds("process", config.interval()).repeat(process::look));
        for (Dependency dependency : dependencies) {
            show(dependency);
            Checks checks = new Checks(metrics, dependency.config().name());
            if (dependency.config().target() != null) {
                threads.submit(() -> watch(dependency, checks));
            }
        }
    }

    private void show(Dependency dependency) {
        DependencyConfig about = dependency.config();
        metrics.gauge("dependency_up", "Whether the dependency works (1) or not (0); 1 if it is not configured",
                () -> dependency.component().state().works() ? 1 : 0, "name", about.name(), "hard",
                Boolean.toString(about.hard()));
        metrics.gauge("dependency_last_check_timestamp_seconds",
                "When the last check of the dependency ended, in seconds of Unix time; 0 before the first one",
                () -> dependency.lastCheck() == null ? 0 : dependency.lastCheck().toEpochMilli() / MILLIS_PER_SECOND,
                "name", about.name());
        metrics.gauge("dependency_info", "Where the dependency is, without credentials; always 1", () -> 1, "name",
                about.name(), "address", about.address() == null ? "" : about.address());
    }

    /** Waits until each dependency was checked once; a check takes no longer than its timeout. */
    public void awaitFirstRound() throws InterruptedException {
        firstRound.await(config.timeout().toMillis() * 2, TimeUnit.MILLISECONDS);
    }

    /** Sees in requests what is wrong with the process. */
    public ExchangeObserver observer() {
        return unusable;
    }

    /** As {@link #observer}, of a failure outside a request. */
    public void noteFailure(Throwable thrown) {
        unusable.note(thrown);
    }

    /** Lets a dependency count as failed for a while. */
    public DependencyOverride override() {
        return override;
    }

    ProcessHealth process() {
        return process;
    }

    List<Dependency> dependencies() {
        return dependencies;
    }

    @Override
    public void close() {
        if (looking != null) {
            looking.interrupt();
        }
        threads.shutdownNow();
    }

    /** The meters of one dependency's checks, there from the start also where nothing is checked. */
    private record Checks(Timer durations, Counter up, Counter down) {
        Checks(Metrics metrics, String name) {
            this(metrics.timer("dependency_check_duration_seconds", "Duration of a dependency's check in seconds",
                    "name",
                    name), transitions(metrics, name, "up"), transitions(metrics, name, "down"));
        }

        private static Counter transitions(Metrics metrics, String name, String to) {
            return metrics.counter("dependency_transitions_total", "Changes of a dependency's state", "name", name,
                    "to",
                    to);
        }
    }

    private void watch(Dependency dependency, Checks checks) {
        DependencyCheck check = check(dependency.config().target());
        new Rounds(dependency.config().name(), config.interval()).repeat(() -> {
            long start = System.nanoTime();
            String failure = failure(check);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            checks.durations().record(took);
            LOG.debug("dependency_checked", out -> out.text("dependency", dependency.config().name())
                    .text("address", dependency.config().address()).flag("works", failure == null)
                    .text("reason", failure).seconds("duration_seconds", took.toNanos()));
            boolean first = !dependency.isChecked();
            if (dependency.record(failure, took)) {
                (dependency.component().state().works() ? checks.up() : checks.down()).increment();
            }
            if (first) {
                firstRound.countDown();
            }
        });
    }

    /** Why the check failed, or null. */
    private String failure(DependencyCheck check) throws InterruptedException {
        Future<Void> result = threads.submit(() -> {
            check.check();
            return null;
        });
        try {
            result.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (TimeoutException e) {
            result.cancel(true);
            return "no answer within " + config.timeout().toMillis() + " ms";
        } catch (ExecutionException e) {
            String message = e.getCause() instanceof IOException known ? known.getMessage() : null;
            return message == null ? e.getCause().getClass().getSimpleName() : message;
        }
    }

    private DependencyCheck check(DependencyTarget target) {
        return switch (target) {
            case DependencyTarget.Socket socket -> new TcpCheck(socket, config.timeout());
            case DependencyTarget.Web web -> new HttpCheck(web.url(), config.timeout());
        };
    }
}
