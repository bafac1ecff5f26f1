package com.dataenginex.metrics;

import com.dataenginex.log.Log;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.java21.instrument.binder.jdk.VirtualThreadMetrics;
import java.time.Duration;
import java.util.List;

/**
 * The JVM and the process, under Micrometer's names, which the public dashboards know.
 *
 * <p>They go to Micrometer's Prometheus registry directly. In the composite above it a meter that appears
 * on its own, as the collector's pauses do, would ask for Helidon's lock while it holds Micrometer's; a
 * request that creates a series takes the two in the opposite order.
 */
final class JvmMetrics implements AutoCloseable {
    private static final Log LOG = Log.of(JvmMetrics.class);
    private static final Duration LONGEST_JFR_START = Duration.ofSeconds(5);

    private final MeterRegistry registry;
    private final JvmGcMetrics gc = new JvmGcMetrics();
    /** With every collector, also those for which {@code jvm_gc_live_data_size_bytes} stays 0. */
    private final JvmHeapPressureMetrics heap = new JvmHeapPressureMetrics();
    private volatile VirtualThreadMetrics virtualThreads;
    private Thread jfrStart;

    JvmMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void start() {
        List.of(new ClassLoaderMetrics(), new JvmInfoMetrics(), new JvmMemoryMetrics(), new JvmThreadMetrics(),
                new FileDescriptorMetrics(), new ProcessorMetrics(), new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
        gc.bindTo(registry);
        heap.bindTo(registry);
        // Reads JFR events; starting that takes a while and nobody need wait for it.
        jfrStart = Thread.ofVirtual().name("jfr-start").start(this::readThreadEvents);
    }

    private void readThreadEvents() {
        try {
            VirtualThreadMetrics events = new VirtualThreadMetrics();
            virtualThreads = events;
            events.bindTo(registry);
        } catch (RuntimeException e) {
            // There is no folder for JFR's files, or the JVM is ending.
            LOG.warning("virtual_thread_metrics_missing", out -> out.text("reason", e.toString()));
        }
    }

    @Override
    public void close() {
        gc.close();
        heap.close();
        awaitJfr();
        if (virtualThreads != null) {
            virtualThreads.close();
        }
        registry.clear();
    }

    /** JFR registers with the JVM's shutdown, which fails once that has begun. */
    private void awaitJfr() {
        try {
            if (jfrStart != null) {
                jfrStart.join(LONGEST_JFR_START);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
