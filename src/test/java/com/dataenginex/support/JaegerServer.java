package com.dataenginex.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The real Jaeger, which is a collector too: OTLP over gRPC and HTTP, traces in memory, its query API, its own metrics. */
public final class JaegerServer implements AutoCloseable {
    private final int grpc = Ports.free();
    private final int http = Ports.free();
    private final int query = Ports.free();
    private final int metrics = Ports.free();
    private final Process process;

    /** Skips the test where it is not built. */
    public JaegerServer(Path folder) {
        this(folder, "127.0.0.1");
    }

    /** @param host the address on which it takes spans over gRPC */
    public JaegerServer(Path folder, String host) {
        Path program = Tool.requireBuilt("jaeger-1.76.0");
        try {
            Path config = Files.writeString(folder.resolve("jaeger.yaml"), """
                    service:
                      extensions: [jaeger_storage, jaeger_query]
                      pipelines:
                        traces: {receivers: [otlp], exporters: [jaeger_storage_exporter]}
                      telemetry:
                        metrics:
                          level: normal
                          readers: [{pull: {exporter: {prometheus: {host: 127.0.0.1, port: %d}}}}]
                    extensions:
                      jaeger_query:
                        storage: {traces: memory}
                        http: {endpoint: '127.0.0.1:%d'}
                        grpc: {endpoint: '127.0.0.1:%d'}
                      jaeger_storage:
                        backends: {memory: {memory: {max_traces: 100000}}}
                    receivers:
                      otlp: {protocols: {grpc: {endpoint: '%s:%d'}, http: {endpoint: '127.0.0.1:%d'}}}
                    exporters:
                      jaeger_storage_exporter: {trace_storage: memory}
                    """.formatted(metrics, query, Ports.free(), host, grpc, http));
            process = new ProcessBuilder(program.toString(), "--config", config.toString()).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("jaeger.log").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Port of OTLP over gRPC. */
    public int grpc() {
        return grpc;
    }

    /** Port of OTLP over HTTP. */
    public int http() {
        return http;
    }

    /** Port of the query API. */
    public int query() {
        return query;
    }

    /** Port of its own metrics, as a collector's. */
    public int metrics() {
        return metrics;
    }

    @Override
    public void close() {
        Tool.end(process);
    }
}
