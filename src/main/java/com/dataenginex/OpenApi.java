package com.dataenginex;

import com.dataenginex.http.Response;
import com.dataenginex.insights.InsightsConfig;
import io.helidon.common.LazyValue;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The OpenAPI description of the service: the YAML as written, and the JSON that the build makes from it. Read on first
 * use.
 */
final class OpenApi {
    static final String YAML = "/openapi.yaml";
    static final String JSON = "/openapi.json";
    private static final MediaType YAML_TYPE = MediaTypes.create("application/yaml");

    private final String version;
    private final InsightsConfig insights;
    private final LazyValue<byte[]> yaml = LazyValue.create(() -> read(YAML));
    private final LazyValue<byte[]> json = LazyValue.create(() -> read(JSON));

    OpenApi(String version, InsightsConfig insights) {
        this.version = version;
        this.insights = insights;
    }

    void yaml(ServerRequest req, ServerResponse res) {
        Response.send(req, res, YAML_TYPE, yaml.get());
    }

    void json(ServerRequest req, ServerResponse res) {
        Response.json(req, res, json.get());
    }

    /** The file with the figures of this build and this configuration. */
    private byte[] read(String resource) {
        try (InputStream file = OpenApi.class.getResourceAsStream(resource)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("${version}", version)
                    .replace("${min-interval}", InsightsConfig.seconds(insights.minInterval()))
                    .replace("${default-interval}", InsightsConfig.seconds(insights.defaultInterval()))
                    .replace("${max-interval}", InsightsConfig.seconds(insights.maxInterval()))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
