package com.dataenginex.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads YAML files into layers. Values stay the text that was written: no number is taken for a date. */
final class YamlLayers {
    private static final String MERGE = "<<";
    /** Tags of plain values. A tag that is written in the file could change the meaning of a value. */
    private static final Set<Tag> KNOWN_TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP,
            Tag.MERGE);

    /** Messages of the parser that do not quote the file. */
    private static final Set<String> HARMLESS = Set.of("found unexpected end of stream",
            "mapping values are not allowed here", "could not find expected \':\'",
            "found a tab character that violates indentation");

    /** Something that YAML allows and settings do not. */
    private static final class Mistake extends YAMLException {
        private static final long serialVersionUID = 1L;

        Mistake(String message) {
            super(message);
        }
    }

    private YamlLayers() {
    }

    /**
     * The layers, the strongest first.
     *
     * @param environment dev, stage or prod
     * @param external path of a file that overrides the bundled ones, or null
     * @param mistakes receives a sentence for each file that cannot be read
     */
    static List<Layer> load(ConfigSources sources, String environment, String external, List<String> mistakes) {
        List<Layer> layers = new ArrayList<>();
        if (external != null) {
            external(sources.fileVariable(), Path.of(external), mistakes, layers);
        }
        for (String resource : sources.bundled()) {
            layers.add(bundled(resource.replace("{environment}", environment)));
        }
        return layers;
    }

    private static void external(String variable, Path file, List<String> mistakes, List<Layer> layers) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            mistakes.add(variable + " names " + file + ", which is no readable file; allowed: the path of a YAML file");
            return;
        }
        try {
            layers.add(parse(file.toString(), Files.readString(file)));
        } catch (MarkedYAMLException e) {
            // Its message quotes the line, which may hold a secret.
            Mark mark = e.getProblemMark();
            mistakes.add(variable + " names " + file + ", which is not valid YAML: "
                    + (HARMLESS.contains(e.getProblem()) ? e.getProblem() : "it cannot be read")
                    + (mark == null ? "" : ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1)));
        } catch (Mistake e) {
            mistakes.add(variable + " names " + file + ", which is not allowed: " + e.getMessage());
        } catch (CharacterCodingException e) {
            mistakes.add(variable + " names " + file + ", which is not UTF-8");
        } catch (IOException | YAMLException e) {
            mistakes.add(variable + " names " + file + ", which cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static Layer bundled(String resource) {
        String name = resource.substring(resource.lastIndexOf('/') + 1);
        try (InputStream in = YamlLayers.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The class path has no " + resource);
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Layer parse(String name, String yaml) {
        Map<String, String> values = new HashMap<>();
        Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
        if (root instanceof MappingNode mapping) {
            members("", mapping, values, new ArrayList<>());
        } else if (root != null) {
            throw new Mistake("keys with values are expected, not a single value or a list");
        }
        return new Layer(name, Map.copyOf(values));
    }

    /** @param open the values that contain this one */
    private static void members(String prefix, MappingNode mapping, Map<String, String> values, List<Node> open) {
        for (NodeTuple member : mapping.getValue()) {
            if (!(member.getKeyNode() instanceof ScalarNode key)) {
                throw new Mistake("a key is a list or a mapping");
            }
            if (key.getValue().equals(MERGE)) {
                throw new Mistake(prefix + MERGE + " is a merge key; write the keys out");
            }
            add(prefix + key.getValue(), member.getValueNode(), values, open);
        }
    }

    private static void add(String key, Node value, Map<String, String> values, List<Node> open) {
        if (open.stream().anyMatch(outer -> outer == value)) {
            throw new Mistake(key + " is an alias of a value that it is a part of");
        }
        open.add(value);
        switch (value) {
            case MappingNode mapping -> members(key + ".", mapping, values, open);
            case SequenceNode list -> {
                if (list.getValue().isEmpty()) {
                    // An empty list overrides the list of a file with lower precedence.
                    values.put(key, "");
                }
                for (int i = 0; i < list.getValue().size(); i++) {
                    add(key + "." + i, list.getValue().get(i), values, open);
                }
            }
            case ScalarNode scalar -> {
                if (!KNOWN_TAGS.contains(scalar.getTag())
                        || scalar.getAnchor() != null && scalar.getValue().isEmpty()) {
                    throw new Mistake(key + " has a tag or an anchor and no plain value; write it in quotes");
                }
                // null, ~ and nothing at all are an empty text.
                String text = scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
                if (values.put(key, text) != null) {
                    throw new Mistake(key + " is given twice");
                }
            }
            default -> throw new Mistake(key + " has a value of no known kind");
        }
        open.removeLast();
    }
}
