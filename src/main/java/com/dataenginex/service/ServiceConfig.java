package com.dataenginex.service;

import com.dataenginex.admin.AdminConfig;
import com.dataenginex.config.Settings;
import com.dataenginex.debug.DebugConfig;
import com.dataenginex.drill.DrillConfig;
import com.dataenginex.health.HealthConfig;
import com.dataenginex.http.HttpConfig;
import com.dataenginex.logging.LoggingConfig;
import com.dataenginex.metrics.MetricsConfig;
import com.dataenginex.otlplogs.OtlpLogsConfig;
import com.dataenginex.recorder.RecorderConfig;
import com.dataenginex.tracing.TracingConfig;
import com.dataenginex.ui.UiConfig;

/**
 * What can be configured of any service.
 *
 * @param name of the service
 * @param environment dev, stage or prod
 */
public record ServiceConfig(String name, String environment, HttpConfig http, LoggingConfig logging,
        MetricsConfig metrics, TracingConfig tracing, HealthConfig health, ShutdownConfig shutdown,
        DebugConfig debug, AdminConfig admin, RecorderConfig recorder, OtlpLogsConfig otlpLogs,
        DrillConfig drill, UiConfig ui) {

    public static ServiceConfig read(Settings settings, Product product) {
        LoggingConfig logging = LoggingConfig.read(settings);
        return new ServiceConfig(settings.text("application.name", "APP_NAME"), settings.environment(),
                HttpConfig.read(settings), logging, MetricsConfig.read(settings),
                TracingConfig.read(settings), HealthConfig.read(settings, product.dependencies()),
                ShutdownConfig.read(settings), DebugConfig.read(settings),
                AdminConfig.read(settings), RecorderConfig.read(settings),
                OtlpLogsConfig.read(settings, logging.flushTimeout()), DrillConfig.read(settings),
                UiConfig.read(settings));
    }
}
