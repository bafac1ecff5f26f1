package com.dataenginex;

import com.dataenginex.http.Response;
import com.dataenginex.insights.InsightsConfig;
import com.dataenginex.json.JsonWriter;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI description of the service, in YAML as it was written and in JSON; made when first asked for. */
final class OpenApi {
    static final String YAML = "/openapi.yaml";
    static final String JSON = "/openapi.json";
    private static final MediaType YAML_TYPE = MediaTypes.create("application/yaml");

    private final String version;
    private final InsightsConfig insights;
    private volatile byte[] yaml;
    private volatile byte[] json;

    OpenApi(String version, InsightsConfig insights) {
        this.version = version;
        this.insights = insights;
    }

    void yaml(ServerRequest req, ServerResponse res) {
        if (yaml == null) {
            yaml = read();
        }
        Response.send(req, res, YAML_TYPE, yaml);
    }

    void json(ServerRequest req, ServerResponse res) {
        if (json == null) {
            Object document = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(new String(read(), StandardCharsets.UTF_8));
            JsonWriter writer = new JsonWriter(16_384);
            write(writer, document);
            json = writer.toBytes();
        }
        Response.json(req, res, json);
    }

    /** The document with the figures of this build and this configuration. */
    private byte[] read() {
        try (InputStream file = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("${version}", version)
                    .replace("${min-interval}", InsightsConfig.seconds(insights.minInterval()))
                    .replace("${default-interval}", InsightsConfig.seconds(insights.defaultInterval()))
                    .replace("${max-interval}", InsightsConfig.seconds(insights.maxInterval()))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(JsonWriter out, Object value) {
        switch (value) {
            case Map<?, ?> object -> {
                out.beginObject();
                object.forEach((name, member) -> {
                    out.field(name.toString());
                    write(out, member);
                });
                out.endObject();
            }
            case List<?> array -> {
                out.beginArray();
                array.forEach(member -> write(out, member));
                out.endArray();
            }
            case Integer number -> out.number(number);
            case Double number -> out.number(number);
            case Boolean flag -> out.bool(flag);
            default -> out.string(value.toString());
        }
    }
}
