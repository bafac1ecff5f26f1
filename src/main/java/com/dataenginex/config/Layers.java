package com.dataenginex.config;

import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.config.spi.ConfigSource;
import io.helidon.config.yaml.YamlConfigParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reads the YAML files, the strongest first. */
final class Layers {
    private static final String DEFAULTS = "application.yaml";

    private Layers() {
    }

    /**
     * @param environment dev, stage or prod
     * @param external path of a file that overrides the bundled ones, or null
     * @param problems receives a sentence for each file that cannot be read
     */
    static List<Layer> read(String environment, String external, List<String> problems) {
        List<Layer> layers = new ArrayList<>();
        if (external != null) {
            external(Path.of(external), problems, layers);
        }
        layers.add(bundled("application-" + environment + ".yaml"));
        layers.add(bundled(DEFAULTS));
        return layers;
    }

    private static void external(Path file, List<String> problems, List<Layer> layers) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            problems.add("DEX_CONFIG names " + file + ", which is no readable file; allowed: the path of a YAML file");
            return;
        }
        try {
            layers.add(parse(file.toString(), ConfigSources.file(file).parser(YamlConfigParser.create()).build()));
        } catch (RuntimeException e) {
            problems.add("DEX_CONFIG names " + file + ", which is not valid YAML: " + rootMessage(e));
        }
    }

    private static Layer bundled(String file) {
        return parse(file,
                ConfigSources.classpath("config/" + file).parser(YamlConfigParser.create()).build());
    }

    private static Layer parse(String name, Supplier<? extends ConfigSource> source) {
        Config config = Config.builder(source).disableEnvironmentVariablesSource().disableSystemPropertiesSource()
                .disableKeyResolving().disableValueResolving().disableFilterServices().disableMapperServices()
                .disableParserServices().build();
        return new Layer(name, Map.copyOf(config.asMap().orElse(Map.of())));
    }

    private static String rootMessage(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    }
}
