package com.dataenginex.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.Yaml;

/** What {@code kubectl kustomize} makes of a folder. */
public record Manifests(String text, List<JsonNode> objects) {
    public static final Path FOLDER = Path.of("k8s");
    private static final ObjectMapper JSON = new ObjectMapper();

    public static Manifests of(String text) {
        List<JsonNode> objects = new ArrayList<>();
        new Yaml().loadAll(text).forEach(object -> objects.add(JSON.valueToTree(object)));
        return new Manifests(text, List.copyOf(objects));
    }

    /** The only object of that kind. */
    public JsonNode one(String kind) {
        List<JsonNode> found = objects.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " objects of kind " + kind);
        }
        return found.getFirst();
    }

    public JsonNode pod() {
        return one("Deployment").path("spec").path("template");
    }

    public JsonNode container() {
        return pod().at("/spec/containers/0");
    }
}
