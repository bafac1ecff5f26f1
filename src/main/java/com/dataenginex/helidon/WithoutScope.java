package com.dataenginex.helidon;

import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.api.ScopingConfig;
import io.helidon.metrics.spi.MetricsProgrammaticConfig;

/**
 * Takes away the label {@code scope} that Helidon puts on every series. Found by the service loader.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/metrics/api/src/main/java/io/helidon/metrics/api/ScopingConfigBlueprint.java">Helidon 4.5.0</a>
 */
public final class WithoutScope implements MetricsProgrammaticConfig {

    @Override
    public MetricsConfig.Builder apply(MetricsConfig.Builder builder) {
        ScopingConfig.Builder scoping = builder.scoping().map(ScopingConfig::builder).orElseGet(ScopingConfig::builder);
        return builder.clearAppTagName().scoping(scoping.clearTagName());
    }
}
