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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The OpenAPI description of the service: the YAML as written, and the JSON that the build makes from it. Read on first
 * use.
 */
final class OpenApi {
    static final String YAML = "/openapi.yaml";
    static final String JSON = "/openapi.json";
    /** What the file has in the place of this build's and this configuration's, so that tools can read it as it is. */
    private static final Pattern VERSION = Pattern.compile("(\"?version\"?:\\s*\")0\\.0\\.0(\")");
    private static final Pattern INTERVAL = Pattern.compile(
            "(\"?minimum\"?:\\s*)0\\.05(,\\s*\"?maximum\"?:\\s*)10(,\\s*\"?default\"?:\\s*)0\\.75()");
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

    /** The text with the values in the places between the pattern's groups. */
    private static String replaced(Pattern pattern, String text, String... values) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("openapi.yaml has no " + pattern);
        }
        StringBuilder replacement = new StringBuilder(text.substring(0, matcher.start()));
        for (int i = 0; i < values.length; i++) {
            replacement.append(matcher.group(i + 1)).append(values[i]);
        }
        return replacement.append(matcher.group(values.length + 1)).append(text.substring(matcher.end())).toString();
    }

    /** The file with the figures of this build and this configuration. */
    private byte[] read(String resource) {
        try (InputStream file = OpenApi.class.getResourceAsStream(resource)) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return replaced(INTERVAL, replaced(VERSION, text, version), InsightsConfig.seconds(insights.minInterval()),
                    InsightsConfig.seconds(insights.maxInterval()), InsightsConfig.seconds(insights.defaultInterval()))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
