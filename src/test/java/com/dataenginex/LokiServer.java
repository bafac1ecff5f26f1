package com.dataenginex;

import com.dataenginex.infra.Infra;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The real Loki with the shipped configuration, but for its ports and folders. */
final class LokiServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HOUR = 3_600_000_000_000L;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port = Ports.free();
    private final Process process;

    LokiServer(Path folder) {
        Path program = Tool.requireBuilt("loki-3.7.8");
        ObjectNode config = (ObjectNode) Infra.yaml(Infra.FOLDER.resolve("loki/loki.yml"));
        String data = folder.resolve("loki").toString();
        ((ObjectNode) config.path("server")).put("http_listen_port", port).put("grpc_listen_port", Ports.free())
                .put("http_listen_address", "127.0.0.1").put("grpc_listen_address", "127.0.0.1");
        ((ObjectNode) config.path("common")).put("path_prefix", data);
        ((ObjectNode) config.at("/common/storage/filesystem")).put("chunks_directory", data + "/chunks")
                .put("rules_directory", data + "/rules");
        try {
            Path file = Files.writeString(folder.resolve("loki.yml"), config.toString());
            process = new ProcessBuilder(program.toString(), "-config.file=" + file).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("loki.log").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends lines as the collector does, over OTLP; returns whether Loki took them. */
    boolean push(List<String> lines, String environment) {
        ObjectNode logs = JSON.createObjectNode();
        ObjectNode resource = logs.putArray("resourceLogs").addObject();
        ArrayNode attributes = resource.putObject("resource").putArray("attributes");
        attribute(attributes, "app", "dataenginex");
        attribute(attributes, "environment", environment);
        ArrayNode records = resource.putArray("scopeLogs").addObject().putArray("logRecords");
        for (String line : lines) {
            Instant time = Instant.parse(Lines.parse(line).path("timestamp").asText());
            records.addObject().put("timeUnixNano", time.getEpochSecond() + "%09d".formatted(time.getNano()))
                    .putObject("body").put("stringValue", line);
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(uri("/otlp/v1/logs"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(logs.toString())).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() / 100 == 2;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The lines that a log query finds within the last hour. */
    List<String> lines(String query) {
        List<String> lines = new ArrayList<>();
        long now = System.currentTimeMillis() * 1_000_000;
        for (JsonNode stream : get("/loki/api/v1/query_range?limit=5000&start=" + (now - HOUR) + "&end=" + (now + HOUR)
                + "&query=" + encoded(query)).at("/data/result")) {
            stream.path("values").forEach(value -> lines.add(value.get(1).asText()));
        }
        return lines;
    }

    /** The sum over all series of a metric query now. */
    double sum(String query) {
        double sum = 0;
        for (JsonNode series : get("/loki/api/v1/query?query=" + encoded(query)).at("/data/result")) {
            sum += series.path("value").get(1).asDouble();
        }
        return sum;
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri(path)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(response.body());
            }
            return Lines.parse(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private static void attribute(ArrayNode attributes, String key, String value) {
        attributes.addObject().put("key", key).putObject("value").put("stringValue", value);
    }

    @Override
    public void close() {
        Tool.end(process);
    }
}
