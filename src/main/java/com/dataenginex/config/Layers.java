package com.dataenginex.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the YAML files, the strongest first. Values stay the text that was written: no number is taken for a date. */
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
            layers.add(parse(file.toString(), Files.readString(file)));
        } catch (IOException | YAMLException e) {
            problems.add("DEX_CONFIG names " + file + ", which is not valid YAML: "
                    + String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "));
        }
    }

    private static Layer bundled(String file) {
        try (InputStream in = Layers.class.getResourceAsStream("/config/" + file)) {
            return parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Layer parse(String name, String yaml) {
        Map<String, String> values = new HashMap<>();
        Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
        if (root instanceof MappingNode mapping) {
            members("", mapping, values);
        } else if (root != null) {
            throw new YAMLException("keys with values are expected, not a single value or a list");
        }
        return new Layer(name, Map.copyOf(values));
    }

    private static void members(String prefix, MappingNode mapping, Map<String, String> values) {
        for (NodeTuple member : mapping.getValue()) {
            if (!(member.getKeyNode() instanceof ScalarNode key)) {
                throw new YAMLException("a key is a list or a mapping");
            }
            add(prefix + key.getValue(), member.getValueNode(), values);
        }
    }

    private static void add(String key, Node value, Map<String, String> values) {
        switch (value) {
            case MappingNode mapping -> members(key + ".", mapping, values);
            case SequenceNode list -> {
                for (int i = 0; i < list.getValue().size(); i++) {
                    add(key + "." + i, list.getValue().get(i), values);
                }
            }
            case ScalarNode scalar -> {
                if (values.put(key, scalar.getValue()) != null) {
                    throw new YAMLException(key + " is given twice");
                }
            }
            default -> throw new YAMLException(key + " has a value of no known kind");
        }
    }
}
