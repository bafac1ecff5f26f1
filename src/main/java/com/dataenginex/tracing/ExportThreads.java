package com.dataenginex.tracing;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Gives an OTLP exporter as many threads as it asks for. By itself it has one per core, at least five, and no queue: a
 * batch that follows while the threads of those before it are still finishing is refused ("executor rejected"), and its
 * spans are lost. The limit came with OpenTelemetry 1.63
 * (https://github.com/open-telemetry/opentelemetry-java/pull/8422); {@link ParallelExports} bounds the batches here.
 */
final class ExportThreads {
    private ExportThreads() {
    }

    /** Returns an exporter with the same settings in the place of an OTLP exporter, and any other as it is. */
    static SpanExporter unlimited(SpanExporter exporter) {
        return switch (exporter) {
            case OtlpGrpcSpanExporter grpc -> {
                grpc.shutdown();
                yield grpc.toBuilder().setExecutorService(threads()).build();
            }
            case OtlpHttpSpanExporter http -> {
                http.shutdown();
                yield http.toBuilder().setExecutorService(threads()).build();
            }
            default -> exporter;
        };
    }

    /** They end by themselves after a minute without work, and keep no JVM alive. */
    private static ExecutorService threads() {
        return Executors.newCachedThreadPool(Thread.ofPlatform().name("span-export-", 0).daemon().factory());
    }
}
