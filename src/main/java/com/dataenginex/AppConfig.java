package com.dataenginex;

import com.dataenginex.config.ConfigException;
import com.dataenginex.config.EffectiveSetting;
import com.dataenginex.config.Settings;
import com.dataenginex.doctor.DoctorConfig;
import com.dataenginex.external.ExternalDataConfig;
import com.dataenginex.insights.InsightsConfig;
import com.dataenginex.objectives.ObjectivesConfig;
import com.dataenginex.service.ServiceConfig;
import java.util.List;
import java.util.Map;

/**
 * Everything that can be configured; each part is owned by its feature.
 *
 * @param effective each key's value as it may be shown, and where it came from
 */
public record AppConfig(ServiceConfig service, ExternalDataConfig externalData, InsightsConfig insights,
        ObjectivesConfig objectives, DoctorConfig doctor, List<EffectiveSetting> effective) {

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
                InsightsConfig.read(settings), ObjectivesConfig.read(settings), DoctorConfig.read(settings),
                settings.effective());
    }
}
