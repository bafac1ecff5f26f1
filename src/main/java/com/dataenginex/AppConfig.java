package com.dataenginex;

import com.dataenginex.config.ConfigException;
import com.dataenginex.config.Settings;
import com.dataenginex.external.ExternalDataConfig;
import com.dataenginex.insights.InsightsConfig;
import com.dataenginex.service.ServiceConfig;
import java.util.Map;

/** Everything that can be configured; each part is owned by its feature. */
public record AppConfig(ServiceConfig service, ExternalDataConfig externalData, InsightsConfig insights) {

    /**
     * @param variables the environment variables
     * @throws ConfigException with every mistake found
     */
    public static AppConfig load(Map<String, String> variables) {
        Settings settings = new Settings(variables, DataEngineX.CONFIG);
        AppConfig config = read(settings);
        settings.check();
        return config;
    }

    public static AppConfig read(Settings settings) {
        return new AppConfig(ServiceConfig.read(settings, DataEngineX.PRODUCT), ExternalDataConfig.read(settings),
                InsightsConfig.read(settings));
    }
}
