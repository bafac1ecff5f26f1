package com.dataenginex.tracing;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends spans through the sender of one of the SDK's OTLP exporters, with all settings of that sender, but as {@link EncodedSpan} has
 * them: the exporter itself makes half a dozen objects for each attribute, and looks at each three times. Thread-safe.
 *
 * <p>The sender gets as many threads as it asks for. By itself it has one per core, at least five, and no queue: a
 * batch that follows while the threads of those before it are still finishing is refused ("executor rejected"), and its
 * spans are lost. The limit came with OpenTelemetry 1.63
 * (https://github.com/open-telemetry/opentelemetry-java/pull/8422); {@link ParallelExports} bounds the batches here.
 */
final class OtlpSpans implements SpanExporter {
    private static final int REDIRECTION = 300;
    private static final int SUCCESS = 200;

    private final SpanExporter exporter;
    private final Sender sender;

    /** Sends a message, and says in the result what became of it. */
    @FunctionalInterface
    private interface Sender {
        void send(MessageWriter message, CompletableResultCode result);
    }

    private OtlpSpans(SpanExporter exporter, Sender sender) {
        this.exporter = exporter;
        this.sender = sender;
    }

    /** Returns an exporter with the same settings in the place of an OTLP exporter, and any other as it is. */
    static SpanExporter of(SpanExporter exporter) {
        return switch (exporter) {
            case OtlpGrpcSpanExporter grpc -> {
                AtomicReference<GrpcSender> made = new AtomicReference<>();
                grpc.shutdown();
                SpanExporter renewed = grpc.toBuilder().setExecutorService(threads())
                        .setComponentLoader(new Senders(made, new AtomicReference<>())).build();
                GrpcSender sender = made.get();
                yield new OtlpSpans(renewed, (message, result) -> sender.send(message, answer -> ended(result,
                        answer.getStatusCode() == GrpcStatusCode.OK, "gRPC status " + answer.getStatusCode()),
                        result::failExceptionally));
            }
            case OtlpHttpSpanExporter http -> {
                AtomicReference<HttpSender> made = new AtomicReference<>();
                http.shutdown();
                SpanExporter renewed = http.toBuilder().setExecutorService(threads())
                        .setComponentLoader(new Senders(new AtomicReference<>(), made)).build();
                HttpSender sender = made.get();
                yield new OtlpSpans(renewed, (message, result) -> sender.send(message, answer -> ended(result,
                        answer.getStatusCode() >= SUCCESS && answer.getStatusCode() < REDIRECTION,
                        "HTTP status " + answer.getStatusCode()), result::failExceptionally));
            }
            default -> exporter;
        };
    }

    /** They end by themselves after a minute without work, and keep no JVM alive. */
    private static ExecutorService threads() {
        return Executors.newCachedThreadPool(Thread.ofPlatform().name("span-export-", 0).daemon().factory());
    }

    private static void ended(CompletableResultCode result, boolean success, String status) {
        if (success) {
            result.succeed();
        } else {
            result.failExceptionally(new IOException(status));
        }
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = new CompletableResultCode();
        sender.send(new SpanMessage(spans), result);
        return result;
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    @Override
    public String toString() {
        return exporter.toString();
    }

    /** The senders that the SDK finds, each of which is kept as it is made. */
    private record Senders(AtomicReference<GrpcSender> grpc,
            AtomicReference<HttpSender> http) implements ComponentLoader {
        private static final ComponentLoader FOUND = ComponentLoader.forClassLoader(OtlpSpans.class.getClassLoader());

        @Override
        @SuppressWarnings("unchecked") // What is asked for is given.
        public <T> Iterable<T> load(Class<T> type) {
            if (type == GrpcSenderProvider.class) {
                GrpcSenderProvider provider = FOUND.load(GrpcSenderProvider.class).iterator().next();
                return List.of((T) (GrpcSenderProvider) config -> kept(grpc, provider.createSender(config)));
            }
            if (type == HttpSenderProvider.class) {
                HttpSenderProvider provider = FOUND.load(HttpSenderProvider.class).iterator().next();
                return List.of((T) (HttpSenderProvider) config -> kept(http, provider.createSender(config)));
            }
            return FOUND.load(type);
        }

        private static <T> T kept(AtomicReference<T> place, T sender) {
            place.set(sender);
            return sender;
        }
    }
}
