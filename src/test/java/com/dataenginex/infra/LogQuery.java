package com.dataenginex.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A LogQL query of {@code infra} or of a document, and where it stands. */
public record LogQuery(String origin, String text) {
    private static final Path DATA_SOURCES = Infra.FOLDER
            .resolve("grafana/provisioning/datasources/datasources.yml");
    private static final Pattern FENCED = Pattern.compile("^ *```.*?^ *```$", Pattern.DOTALL | Pattern.MULTILINE);
    /** A selector without a metric before it: with one it is PromQL. */
    private static final Pattern INLINE = Pattern.compile("`((?:[^`{]*\\()?\\{\\w+\\s*(?:=~|!~|!=|=)\\s*\"[^`]*)`");

    /** Every query that the project ships. */
    public static List<LogQuery> all() {
        List<LogQuery> queries = new ArrayList<>();
        Infra.queries("loki").forEach(
                panel -> queries.add(new LogQuery(panel.dashboard() + " / " + panel.panel(), panel.text())));
        Infra.dashboards().forEach((uid, dashboard) -> {
            for (JsonNode variable : dashboard.at("/templating/list")) {
                add(queries, uid + " / $" + variable.path("name").asText(), variable.at("/query/stream"));
            }
        });
        for (JsonNode source : Infra.yaml(DATA_SOURCES).path("datasources")) {
            add(queries, DATA_SOURCES + " / " + source.path("name").asText(),
                    source.at("/jsonData/tracesToLogsV2/query"));
        }
        documents().forEach(document -> queries.addAll(of(document)));
        return queries;
    }

    /** Those of a document, fenced or within its text. */
    static List<LogQuery> of(Path document) {
        List<LogQuery> queries = new ArrayList<>();
        Infra.blocks(document, "logql").forEach(block -> queries.add(new LogQuery(document.toString(), block.strip())));
        Matcher inline = INLINE.matcher(FENCED.matcher(Infra.text(document)).replaceAll(""));
        while (inline.find()) {
            queries.add(new LogQuery(document.toString(), inline.group(1)));
        }
        return queries;
    }

    private static List<Path> documents() {
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md")),
                    files.filter(file -> file.toString().endsWith(".md")).sorted()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(List<LogQuery> queries, String origin, JsonNode text) {
        if (!text.asText().isEmpty()) {
            // In what Grafana provisions, $$ stands for one $.
            queries.add(new LogQuery(origin, text.asText().replace("$$", "$")));
        }
    }

    @Override
    public String toString() {
        return origin + ": " + text;
    }
}
