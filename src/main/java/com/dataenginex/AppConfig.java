package com.dataenginex;

import com.dataenginex.config.ConfigException;
import com.dataenginex.config.Settings;
import com.dataenginex.external.ExternalDataConfig;
import com.dataenginex.health.HealthConfig;
import com.dataenginex.http.HttpConfig;
import com.dataenginex.insights.InsightsConfig;
import com.dataenginex.logging.LoggingConfig;
import com.dataenginex.metrics.MetricsConfig;
import com.dataenginex.service.ShutdownConfig;
import com.dataenginex.tracing.TracingConfig;
import java.util.Map;

/**
 * Everything that can be configured; each part is owned by its feature.
 *
 * @param name of the service
 * @param environment dev, stage or prod
 */
record AppConfig(String name, String environment, HttpConfig http, LoggingConfig logging,
        MetricsConfig metrics, TracingConfig tracing, HealthConfig health,
        ExternalDataConfig externalData, InsightsConfig insights, ShutdownConfig shutdown) {

    /**
     * @param variables the environment variables
     * @throws ConfigException with every problem found
     */
    static AppConfig load(Map<String, String> variables) {
        Settings settings = new Settings(variables);
        AppConfig config = read(settings);
        settings.check();
        return config;
    }

    static AppConfig read(Settings settings) {
        return new AppConfig(settings.text("application.name", "APP_NAME"), settings.environment(),
                HttpConfig.read(settings),
                LoggingConfig.read(settings), MetricsConfig.read(settings), TracingConfig.read(settings),
                HealthConfig.read(settings), ExternalDataConfig.read(settings), InsightsConfig.read(settings),
                ShutdownConfig.read(settings));
    }
}
