package com.dataenginex;

import com.dataenginex.http.Endpoints;
import com.dataenginex.limits.Streams;
import com.dataenginex.logging.Logging;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.service.BuildInfo;
import com.dataenginex.tracing.Tracing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The real application on a free port, with its log lines at hand. */
public final class TestApplication implements AutoCloseable {
    public final Lines lines = new Lines();
    private final Application application;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestApplication(Map<String, String> variables, Consumer<Endpoints> more) {
        Map<String, String> all = new HashMap<>(Map.of("PORT", "0", "HOST", "127.0.0.1", "LOG_FORMAT", "json"));
        all.putAll(variables);
        AppConfig config = AppConfig.load(all);
        BuildInfo build = BuildInfo.read();
        application = new Application(config, build,
                new Logging(config.logging(), config.name(), build.version(), config.environment(), lines), more);
        application.start();
    }

    public static TestApplication start() {
        return start(Map.of());
    }

    public static TestApplication start(Map<String, String> variables) {
        return start(variables, endpoints -> {
        });
    }

    /** With a YAML file over the bundled ones. */
    public static TestApplication start(Path folder, String yaml, Map<String, String> variables) {
        return start(folder, yaml, variables, endpoints -> {
        });
    }

    /** With a YAML file over the bundled ones, and endpoints of the test's own. */
    public static TestApplication start(Path folder, String yaml, Map<String, String> variables,
            Consumer<Endpoints> more) {
        Map<String, String> all = new HashMap<>(variables);
        try {
            all.put("DEX_CONFIG", Files.writeString(folder.resolve("test.yaml"), yaml).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start(all, more);
    }

    public static TestApplication start(Map<String, String> variables, Consumer<Endpoints> more) {
        return new TestApplication(variables, more);
    }

    Streams streams() {
        return application.streams();
    }

    /** Path templates of all endpoints. */
    List<String> templates() {
        return application.templates();
    }

    Metrics metrics() {
        return application.metrics();
    }

    Tracing tracing() {
        return application.tracing();
    }

    public int port() {
        return application.port();
    }

    int adminPort() {
        return application.adminPort();
    }

    public RawClient raw() {
        return new RawClient(port());
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).timeout(Duration.ofSeconds(20));
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).build());
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops the application alone, as a signal would; returns whether nothing was cut off. */
    boolean stop() {
        return application.stop();
    }

    @Override
    public void close() {
        client.close();
        application.close();
    }
}
