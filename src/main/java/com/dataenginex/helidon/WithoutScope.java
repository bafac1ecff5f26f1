package com.dataenginex.helidon;

import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.api.ScopingConfig;
import io.helidon.metrics.spi.MetricsProgrammaticConfig;

/** Takes away the label {@code scope} that Helidon puts on every series. Found by the service loader. */
public final class WithoutScope implements MetricsProgrammaticConfig {

    @Override
    public MetricsConfig.Builder apply(MetricsConfig.Builder builder) {
        ScopingConfig.Builder scoping = builder.scoping().map(ScopingConfig::builder).orElseGet(ScopingConfig::builder);
        return builder.clearAppTagName().scoping(scoping.clearTagName());
    }
}
