package com.dataenginex.metrics;

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
import java.util.List;

/**
 * The JVM and the process, under Micrometer's names, which the public dashboards know.
 *
 * <p>They go to Micrometer's Prometheus registry directly. In the composite above it a meter that appears
 * on its own, as the collector's pauses do, would ask for Helidon's lock while it holds Micrometer's; a
 * request that creates a series takes the two in the opposite order.
 */
final class JvmMetrics implements AutoCloseable {
    private final MeterRegistry registry;
    private final JvmGcMetrics gc = new JvmGcMetrics();
    /** With every collector, also those for which {@code jvm_gc_live_data_size_bytes} stays 0. */
    private final JvmHeapPressureMetrics heap = new JvmHeapPressureMetrics();
    private final ThreadEvents threads;

    JvmMetrics(MeterRegistry registry) {
        this.registry = registry;
        threads = new ThreadEvents(registry);
    }

    void start() {
        List.of(new ClassLoaderMetrics(), new JvmInfoMetrics(), new JvmMemoryMetrics(), new JvmThreadMetrics(),
                new FileDescriptorMetrics(), new ProcessorMetrics(), new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
        gc.bindTo(registry);
        heap.bindTo(registry);
        threads.start();
    }

    @Override
    public void close() {
        gc.close();
        heap.close();
        threads.close();
        registry.clear();
    }
}
