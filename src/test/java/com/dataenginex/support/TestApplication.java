package com.dataenginex.support;

import com.dataenginex.AppConfig;
import com.dataenginex.DataEngineX;
import com.dataenginex.http.Endpoint;
import com.dataenginex.limits.Streams;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.recorder.Recorder;
import com.dataenginex.service.BuildInfo;
import com.dataenginex.service.Service;
import com.dataenginex.service.StartException;
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

/** The real application on a free port, with its log lines at hand. */
public final class TestApplication implements AutoCloseable {
    /** Spans leave in batches, this often; nothing waits for a batch that is not full. */
    private static final String BATCH_MILLIS = "20";

    public final Lines lines = new Lines();
    private final Service service;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestApplication(Map<String, String> variables, Endpoint... more) {
        Map<String, String> all = new HashMap<>(Map.of("PORT", "0", "HOST", "127.0.0.1", "LOG_FORMAT", "json",
                "OTEL_BSP_SCHEDULE_DELAY", BATCH_MILLIS));
        all.putAll(variables);
        service = DataEngineX.assemble(AppConfig.load(all), BuildInfo.read(), lines).endpoints(List.of(more)).build();
        try {
            service.start();
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }

    public static TestApplication start() {
        return start(Map.of());
    }

    /** With endpoints of the test's own. */
    public static TestApplication start(Map<String, String> variables, Endpoint... more) {
        return new TestApplication(variables, more);
    }

    /** With a YAML file over the bundled ones, and endpoints of the test's own. */
    public static TestApplication start(Path folder, String yaml, Map<String, String> variables, Endpoint... more) {
        Map<String, String> all = new HashMap<>(variables);
        try {
            all.put("DEX_CONFIG", Files.writeString(folder.resolve("test.yaml"), yaml).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start(all, more);
    }

    public Streams streams() {
        return service.streams();
    }

    /** Those of the product, of the test, and probes and metrics. */
    public List<Endpoint> endpoints() {
        return service.endpoints();
    }

    public Metrics metrics() {
        return service.metrics();
    }

    public Tracing tracing() {
        return service.tracing();
    }

    public Recorder recorder() {
        return service.recorder().orElseThrow();
    }

    public int port() {
        return service.port();
    }

    public int adminPort() {
        return service.adminPort();
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
    public boolean stop() {
        return service.stop();
    }

    @Override
    public void close() {
        client.close();
        service.close();
    }
}
