package com.dataenginex.support;

import com.dataenginex.config.ConfigException;
import com.dataenginex.config.ConfigSources;
import com.dataenginex.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings of the file of defaults, with a text of YAML and environment variables over it. */
public final class WrittenSettings {
    private static final ConfigSources DEFAULTS = new ConfigSources("DEX_", "FILE",
            List.of("/config/application.yaml"));

    private WrittenSettings() {
    }

    public static Settings of(String yaml) {
        return of(yaml, Map.of());
    }

    public static Settings of(String yaml, Map<String, String> variables) {
        try {
            Path file = Files.createTempFile("written", ".yaml");
            try {
                Map<String, String> all = new HashMap<>(variables);
                all.put("FILE", Files.writeString(file, yaml).toString());
                return new Settings(all, DEFAULTS);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mistakes found so far; none if it may start so. */
    public static List<String> mistakes(Settings settings) {
        try {
            settings.check();
            return List.of();
        } catch (ConfigException e) {
            return e.mistakes();
        }
    }
}
