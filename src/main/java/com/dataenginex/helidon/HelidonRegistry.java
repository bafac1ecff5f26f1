package com.dataenginex.helidon;

import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.metrics.api.ScopeConfig;
import io.helidon.metrics.api.ScopingConfig;
import io.helidon.service.registry.Services;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import io.helidon.webserver.observe.spi.Observer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/**
 * Helidon's registry, without the meters that 4.5.0 adds of its own: those of the scope {@code vendor}, whose HTTP metrics report
 * milliseconds as seconds. It lives in statics of Micrometer: one user at a time in a process.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webserver/observe/metrics/src/main/java/io/helidon/webserver/observe/metrics/MetricsObserver.java">Helidon 4.5.0</a>
 */
public final class HelidonRegistry {
    private static final MetricsConfig CONFIG = MetricsConfig.builder()
            .scoping(ScopingConfig.builder()
                    .putScope(Meter.Scope.VENDOR, ScopeConfig.builder().name(Meter.Scope.VENDOR).enabled(false).build())
                    .build())
            .build();

    private final MeterRegistry registry = Services.get(MetricsFactory.class).globalRegistry(CONFIG);

    public MeterRegistry meters() {
        return registry;
    }

    /** Micrometer's registry that a scrape shows, below the composite one. */
    public io.micrometer.core.instrument.MeterRegistry prometheus() {
        return registry.unwrap(CompositeMeterRegistry.class).getRegistries().iterator().next();
    }

    /** Serves the registry at a path. */
    public Observer observer(String path) {
        return new ScrapeObserver(
                MetricsObserver.builder().endpoint(path).metricsConfig(CONFIG).meterRegistry(registry).build());
    }

    /** Removes all meters; closing the registry would close Micrometer's static one for good. */
    public void clear() {
        registry.meters().forEach(registry::remove);
    }
}
