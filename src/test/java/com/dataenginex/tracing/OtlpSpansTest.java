package com.dataenginex.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds the threads of an exporter in the place where they have answered and are not free yet. */
class OtlpSpansTest {
    private static final int THREADS = 5;
    private static final List<SpanData> BATCH = List.of(span());

    private final CountDownLatch listening = new CountDownLatch(1);
    private Server grpc;
    private HttpServer http;

    @BeforeEach
    void start() throws IOException {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        grpc = NettyServerBuilder.forAddress(anywhere).addService(new TraceServiceGrpc.TraceServiceImplBase() {
            @Override
            public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> answer) {
                awaitQuietly(listening);
                answer.onNext(ExportTraceServiceResponse.getDefaultInstance());
                answer.onCompleted();
            }
        }).build().start();
        http = HttpServer.create(anywhere, 0);
        http.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            awaitQuietly(listening);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        http.start();
    }

    @AfterEach
    void stop() {
        grpc.shutdownNow();
        http.stop(0);
    }

    @Test
    void aBatchBehindThreadsThatAreJustFinishingIsSentOverGrpc() throws InterruptedException {
        assertThat(batchBehindFinishingThreads(grpc(), OtlpSpans::of).isSuccess()).isTrue();
    }

    @Test
    void aBatchBehindThreadsThatAreJustFinishingIsSentOverHttp() throws InterruptedException {
        assertThat(batchBehindFinishingThreads(http(), OtlpSpans::of).isSuccess()).isTrue();
    }

    /** When this fails, OpenTelemetry has mended it: the threads of {@link OtlpSpans} can go. */
    @Test
    void theExporterRefusesSuchABatchByItself() throws InterruptedException {
        // With more cores it has more threads than it sends batches at once.
        assumeThat(Runtime.getRuntime().availableProcessors()).isLessThanOrEqualTo(THREADS);

        CompletableResultCode result = batchBehindFinishingThreads(grpc(), exporter -> exporter);

        assertThat(result.isSuccess()).isFalse();
        assertThat(result.getFailureThrowable()).hasMessageContaining("executor rejected");
    }

    @Test
    void keepsTheSettings() {
        OtlpGrpcSpanExporter set = OtlpGrpcSpanExporter.builder().setEndpoint("http://127.0.0.1:1")
                .setCompression("gzip").addHeader("tenant", "a").build();

        assertThat(settings(OtlpSpans.of(set))).contains("gzip", "tenant").isEqualTo(settings(set));
    }

    /** All but the two that are ours. */
    private static String settings(SpanExporter exporter) {
        return exporter.toString().replaceFirst("executorService=.*?], ", "")
                .replaceFirst("componentLoader=.*?, (?=maxRequest)", "");
    }

    private SpanExporter grpc() {
        return OtlpGrpcSpanExporter.builder().setEndpoint("http://127.0.0.1:" + grpc.getPort()).build();
    }

    private SpanExporter http() {
        return OtlpHttpSpanExporter.builder().setEndpoint("http://127.0.0.1:" + http.getAddress().getPort()).build();
    }

    private CompletableResultCode batchBehindFinishingThreads(SpanExporter plain,
            UnaryOperator<SpanExporter> changed) throws InterruptedException {
        SpanExporter exporter = changed.apply(plain);
        CountDownLatch finishing = new CountDownLatch(THREADS);
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        try {
            for (int i = 0; i < THREADS; i++) {
                CountDownLatch held = i == 0 ? first : others;
                exporter.export(BATCH).whenComplete(() -> {
                    finishing.countDown();
                    awaitQuietly(held);
                });
            }
            listening.countDown();
            assertThat(finishing.await(20, TimeUnit.SECONDS)).isTrue();

            CompletableResultCode behind = exporter.export(BATCH);
            first.countDown();

            return behind.join(20, TimeUnit.SECONDS);
        } finally {
            first.countDown();
            others.countDown();
            exporter.shutdown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SpanData span() {
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite())).build()) {
            Span span = provider.get("test").spanBuilder("GET").startSpan();
            span.end();
            return ((ReadableSpan) span).toSpanData();
        }
    }
}
