package com.dataenginex.metrics;

import com.dataenginex.log.Log;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.java21.instrument.binder.jdk.VirtualThreadMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the JVM tells of pinned virtual threads, by JDK Flight Recorder. Its events go through files in the JVM's temporary
 * folder, and where that is full Flight Recorder ends the process ("An irrecoverable error in Jfr. Shutting down VM"). So it is
 * not started without room there, and stopped in time when the room goes.
 */
final class ThreadEvents implements AutoCloseable {
    private static final Log LOG = Log.of(ThreadEvents.class);
    private static final Duration LONGEST_START = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    /** Flight Recorder writes some hundred kilobytes a minute, and as much again at its end. */
    private static final long LEAST_BYTES = 8 * 1_048_576;

    private final MeterRegistry registry;
    private final Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    private final AtomicReference<VirtualThreadMetrics> events = new AtomicReference<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch started = new CountDownLatch(1);
    private Thread thread;

    ThreadEvents(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Starting takes a while, and nobody need wait for it. */
    void start() {
        thread = Thread.ofVirtual().name("jfr-start").start(this::read);
    }

    private void read() {
        try {
            if (isFull()) {
                missing("less than " + LEAST_BYTES / 1_048_576 + " MiB are free in " + folder);
                return;
            }
            VirtualThreadMetrics metrics = new VirtualThreadMetrics();
            events.set(metrics);
            metrics.bindTo(registry);
        } catch (IOException | RuntimeException e) {
            // There is no folder for JFR's files, or the JVM is ending.
            missing(e.toString());
        } finally {
            started.countDown();
        }
        stopWhenFull();
    }

    private void stopWhenFull() {
        try {
            while (events.get() != null && !closed.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                if (isFull()) {
                    stop();
                    missing("less than " + LEAST_BYTES / 1_048_576 + " MiB are left in " + folder);
                }
            }
        } catch (IOException e) {
            stop();
            missing(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isFull() throws IOException {
        return Files.getFileStore(folder).getUsableSpace() < LEAST_BYTES;
    }

    private static void missing(String reason) {
        LOG.warning("virtual_thread_metrics_missing", out -> out.text("reason", reason));
    }

    private void stop() {
        VirtualThreadMetrics metrics = events.getAndSet(null);
        if (metrics != null) {
            metrics.close();
        }
    }

    /** Waits for the start: JFR registers with the JVM's shutdown, which fails once that has begun. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (thread != null) {
                started.await(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop();
    }
}
