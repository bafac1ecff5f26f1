package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.service.BuildInfo;
import com.dataenginex.support.EventReader;
import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.Lines;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Holds the running service to its description. */
class OpenApiTest {
    private static final String PROBLEM = "application/problem+json";

    private final FakeSource upstream = new FakeSource(FakeRateSources.BLOCKCHAIN.good("73838.8700"));
    private TestApplication app;
    private JsonNode document;

    /** Statuses that any path may answer with, so that each is not described at each path. */
    private static final Set<Integer> EVERYWHERE = Set.of(400, 405, 408, 413, 414, 431, 500);
    /** The id of a request that was made before. */
    private static final String KNOWN = "openapi-1";
    /** How an operation is asked that needs more than itself, or would take long. */
    private static final Map<String, String> ASKED = Map.of("GET /api/external-data",
            "/api/external-data?currency=EUR", "GET /api/insights", "/api/insights?count=1", "GET /ui/{file}",
            "/ui/app.js",
            "GET /ui/lib/{file}", "/ui/lib/lit-html.js", "GET /ui/api/requests/{id}", "/ui/api/requests/" + KNOWN,
            "GET /ui/api/stream", "/ui/api/stream?batches=1");

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        app = TestApplication.start(folder, FakeRateSources.yaml(Map.of(FakeRateSources.BLOCKCHAIN, upstream.url()),
                "stale-for: PT1H", "call-timeout: PT1S"), Map.of());
        document = Lines.parse(app.get("/openapi.json").body());
    }

    @AfterEach
    void stop() {
        app.close();
        upstream.close();
    }

    @Test
    void describesEveryEndpointAndNoOther() {
        Set<String> described = new TreeSet<>();
        document.path("paths").properties().forEach(path -> path.getValue().fieldNames()
                .forEachRemaining(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> served = new TreeSet<>();
        app.endpoints().forEach(endpoint -> endpoint.handled()
                .forEach(method -> served.add(method + " " + endpoint.template())));

        assertThat(described)
                .as("src/main/resources/openapi.yaml needs each operation that DataEngineX has, and no other")
                .isEqualTo(served);
    }

    @Test
    void theReadmesTableHoldsEveryEndpoint() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        app.endpoints().forEach(endpoint -> endpoint.handled().forEach(
                method -> assertThat(readme).as("README.md needs a row of %s %s in its table of endpoints", method,
                        endpoint.template())
                        .containsPattern("`" + method + " " + Pattern.quote(endpoint.template()) + "[`?]")));
    }

    @Test
    void anEventsNumberIsOneToTwenty() {
        JsonNode header = null;
        for (JsonNode parameter : document.at("/paths/~1api~1insights/get/parameters")) {
            header = parameter.path("name").asText().equals("Last-Event-ID") ? parameter : header;
        }
        Pattern pattern = Pattern.compile(header.at("/schema/pattern").asText());

        for (int number = 0; number <= 100; number++) {
            assertThat(pattern.matcher("71a9323252333efc-" + number).find()).as("%s", number)
                    .isEqualTo(number >= 1 && number <= 20);
        }
    }

    @Test
    void isTheSameInYamlAndInJson() {
        HttpResponse<String> yaml = app.get("/openapi.yaml");

        assertThat(yaml.headers().firstValue("Content-Type")).contains("application/yaml");
        Object parsed = new Yaml().load(yaml.body());
        assertThat((Object) new ObjectMapper().valueToTree(parsed)).isEqualTo(document);
        assertThat(document.path("info").path("version").asText()).isEqualTo(BuildInfo.read().version());
        assertThat(yaml.body()).doesNotContain("${");
        assertThat(app.get("/").body()).contains("\"openapi\":\"/openapi.yaml\"");
        assertThat(app.get("/").headers().firstValue("Link").orElseThrow()).startsWith("</openapi.yaml>;");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<JsonNode> references = document.findValues("$ref");

        assertThat(references).hasSizeGreaterThan(20).allSatisfy(reference -> assertThat(
                document.at(reference.asText().substring(1)).isMissingNode()).as(reference.asText()).isFalse());
    }

    @Test
    void eachAnswerIsOneThatIsDescribed() {
        app.send(app.request("/").header("X-Request-ID", KNOWN).build());
        for (Endpoint endpoint : app.endpoints()) {
            String template = endpoint.template();
            for (String method : endpoint.handled()) {
                String path = ASKED.getOrDefault(method + " " + template, template);
                assertThat(path).as("OpenApiTest.ASKED needs a path for \"%s %s\"", method, template)
                        .doesNotContain("{");
                holds(template, path, 200, "method", method);
                if (method.equals("GET") && !path.matches("/(health|ready|startup)")) {
                    holds(template, path, 406, "Accept", "image/png");
                }
            }
            holds(template, ASKED.getOrDefault("GET " + template, template), 405, "method", "TRACE");
        }
        holds("/api/external-data?currency=E", 400);
        holds("/api/external-data?currency=TZS", 404);
        holds("/api/insights?count=0", 400);
        holds("/api/insights?count=1", 204, "Last-Event-ID", "0000000000000001-1");

        upstream.reply(FakeSource.broken());
        JsonNode stale = Lines.parse(holds("/api/external-data?currency=EUR", 200).body());
        assertThat(stale.path("stale").booleanValue()).isTrue();
        holds("/api/external-data?currency=USD", 502);
        upstream.reply(upstream.silent());
        holds("/api/external-data?currency=USD", 504);
        upstream.reply(FakeSource.answer(429, "{}"));
        holds("/api/external-data?currency=USD", 503);
        holds("/api/external-data?currency=USD", 503);
    }

    @Test
    void eachParameterIsTakenWithinItsLimitsAndRefusedBeyond() {
        JsonNode parameters = document.path("paths").path("/api/insights").path("get").path("parameters");
        for (JsonNode parameter : parameters) {
            JsonNode schema = parameter.path("schema");
            if (schema.has("minimum")) {
                String path = "/api/insights?" + parameter.path("name").asText() + "=";
                for (String limit : List.of("minimum", "maximum", "default")) {
                    assertThat(head(path + schema.path(limit).asText())).as(path + limit).isEqualTo(200);
                }
                assertThat(head(path + schema.path("minimum").decimalValue().subtract(new BigDecimal("0.01"))))
                        .isEqualTo(400);
                assertThat(head(path + schema.path("maximum").decimalValue().add(BigDecimal.ONE)))
                        .isEqualTo(400);
            }
            for (JsonNode value : schema.path("enum")) {
                assertThat(head("/api/insights?" + parameter.path("name").asText() + "=" + value.asText()))
                        .isEqualTo(200);
            }
        }
        assertThat(parameters).hasSize(4);
        JsonNode currency = document.at("/paths/~1api~1external-data/get/parameters/0/schema");
        assertThat(currency.path("default").asText()).isEqualTo("USD").matches(currency.path("pattern").asText());
        assertThat(head("/api/external-data?currency=EUr")).isEqualTo(200);
        for (String wrong : List.of("EU", "EURO", "E1R")) {
            assertThat(wrong).doesNotMatch(currency.path("pattern").asText());
            assertThat(head("/api/external-data?currency=" + wrong)).isEqualTo(400);
        }
    }

    @Test
    void theEventsOfAStreamAreDescribed() {
        try (EventReader reader = EventReader.open(app.port(), "/api/insights?count=3&interval=0.05&source=live")) {
            JsonNode schema = document.at("/paths/~1api~1insights/get/responses/200/content/text~1event-stream")
                    .path("x-event-data");

            assertThat(reader.awaitEnd()).hasSize(3)
                    .allSatisfy(event -> assertThat(problems(schema, event.data())).isEmpty());
        }
    }

    private int head(String path) {
        return app.send(app.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()).build()).statusCode();
    }

    /** @param header name and value, or {@code method} and the method */
    private HttpResponse<String> holds(String path, int status, String... header) {
        return holds(path.replaceAll("\\?.*", ""), path, status, header);
    }

    private HttpResponse<String> holds(String template, String path, int status, String... header) {
        HttpRequest.Builder request = app.request(path);
        if (header.length > 0 && header[0].equals("method")) {
            request.method(header[1], HttpRequest.BodyPublishers.noBody());
        } else if (header.length > 0) {
            request.header(header[0], header[1]);
        }
        HttpResponse<String> response = app.send(request.build());
        assertThat(response.statusCode()).as("%s %s: %s", path, List.of(header), response.body()).isEqualTo(status);

        JsonNode responses = document.path("paths").path(template)
                .path(header.length > 0 && header[0].equals("method") && status != 405
                        ? header[1].toLowerCase(Locale.ROOT)
                        : "get")
                .path("responses");
        JsonNode described = resolved(EVERYWHERE.contains(status) && !responses.has(Integer.toString(status))
                ? responses.path("default")
                : responses.path(Integer.toString(status)));
        assertThat(described.isMissingNode()).as("%s %d in %s", path, status, responses).isFalse();
        described.path("headers").fieldNames().forEachRemaining(name -> {
            if (!Set.of("Warning").contains(name)) {
                assertThat(response.headers().firstValue(name)).as("%s of %s", name, path).isPresent();
            }
        });
        String type = response.headers().firstValue("Content-Type").map(text -> text.replaceAll(";.*", "")).orElse("");
        JsonNode content = described.path("content");
        if (content.isMissingNode()) {
            assertThat(response.body()).isEmpty();
        } else {
            assertThat(content.has(type)).as("%s %d is %s", path, status, type).isTrue();
            if (type.endsWith("json")) {
                assertThat(problems(content.path(type).path("schema"), response.body())).isEmpty();
            }
        }
        if (status >= 400 && !path.matches("/(health|ready|startup)")) {
            assertThat(type).isEqualTo(PROBLEM);
        }
        return response;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** What the JSON Schema of the description finds wrong. */
    private List<String> problems(JsonNode schema, String json) {
        ObjectNode whole = resolved(schema).deepCopy();
        whole.set("components", document.path("components"));
        SchemaRegistryConfig config = SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaRegistryConfig(config));
        List<String> found = new ArrayList<>();
        registry.getSchema(whole.toString(), InputFormat.JSON).validate(json, InputFormat.JSON)
                .forEach(error -> found.add(error + " in " + json));
        return found;
    }
}
