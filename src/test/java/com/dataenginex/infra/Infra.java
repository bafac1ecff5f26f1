package com.dataenginex.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The files of {@code infra}, parsed. */
public final class Infra {
    public static final Path FOLDER = Path.of("infra");
    public static final Path RULES = FOLDER.resolve("monitoring/alerts/dataenginex-alerts.yml");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Infra() {
    }

    /** What a panel asks of whom. */
    public record Query(String dashboard, String panel, String language, String text) {
        @Override
        public String toString() {
            return dashboard + " / " + panel + ": " + text;
        }
    }

    /** Recording and alerting rules alike. */
    public static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        yaml(RULES).path("groups").forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    public static List<JsonNode> alerts() {
        return rules().stream().filter(rule -> rule.has("alert")).toList();
    }

    /** Dashboards by uid. */
    public static Map<String, JsonNode> dashboards() {
        Map<String, JsonNode> dashboards = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER.resolve("grafana/dashboards"))) {
            files.forEach(file -> {
                JsonNode dashboard = json(file);
                dashboards.put(dashboard.path("uid").asText(), dashboard);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dashboards;
    }

    /** Every target of every panel. */
    public static List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        dashboards().forEach((uid, dashboard) -> {
            for (JsonNode panel : dashboard.path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    String language = target.path("datasource").path("type").asText();
                    queries.add(new Query(uid, panel.path("title").asText(), language,
                            target.path(language.equals("tempo") ? "query" : "expr").asText()));
                }
            }
        });
        return queries;
    }

    public static List<Query> queries(String language) {
        return queries().stream().filter(query -> query.language().equals(language)).toList();
    }

    /** Fenced blocks of that language in a document. */
    public static List<String> blocks(Path document, String language) {
        List<String> blocks = new ArrayList<>();
        Matcher block = Pattern
                .compile("^ *```" + language + "\\n(.*?)\\n *```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(text(document));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    public static JsonNode yaml(Path file) {
        return yaml(text(file));
    }

    public static JsonNode yaml(String text) {
        return JSON.valueToTree(new Yaml().load(text));
    }

    public static JsonNode json(Path file) {
        try {
            return JSON.readTree(text(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
