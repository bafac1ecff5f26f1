package com.dataenginex.config;

import java.util.List;

/**
 * Where a service's settings come from, besides the environment variables.
 *
 * @param prefix of the variables that override keys by rule: with {@code DEX_}, {@code server.max-streams} is
 *        {@code DEX_SERVER_MAX_STREAMS}
 * @param fileVariable environment variable that names a YAML file over the bundled ones
 * @param bundled YAML files on the class path, the strongest first; <code>{environment}</code> stands for dev, stage or prod.
 *        Together they hold a default for every key that is asked for; the last one may hold more, since several services may
 *        share it
 */
public record ConfigSources(String prefix, String fileVariable, List<String> bundled) {

    public ConfigSources {
        bundled = List.copyOf(bundled);
    }
}
