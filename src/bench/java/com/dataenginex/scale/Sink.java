package com.dataenginex.scale;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;

/** Takes spans and log records over gRPC, and log records over HTTP, and counts them; what came first is kept. */
final class Sink implements AutoCloseable {
    private static final int KEPT = 100;
    private static final int LARGEST = 64 << 20;

    private final LongAdder spans = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final Queue<ExportTraceServiceRequest> traces = new ConcurrentLinkedQueue<>();
    private final Queue<ExportLogsServiceRequest> logs = new ConcurrentLinkedQueue<>();
    private final Server grpc;
    private final HttpServer http;

    Sink() throws IOException {
        grpc = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0)).maxInboundMessageSize(LARGEST)
                .addService(new Traces()).addService(new Logs()).build().start();
        http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/otlp/v1/logs", this::takeLogs);
        http.start();
    }

    String grpcAddress() {
        return "127.0.0.1:" + grpc.getPort();
    }

    String httpAddress() {
        return "127.0.0.1:" + http.getAddress().getPort();
    }

    long spans() {
        return spans.sum();
    }

    long records() {
        return records.sum();
    }

    /** The first requests. */
    Queue<ExportTraceServiceRequest> traces() {
        return traces;
    }

    Queue<ExportLogsServiceRequest> logs() {
        return logs;
    }

    private void take(ExportTraceServiceRequest request) {
        request.getResourceSpansList().forEach(
                resource -> resource.getScopeSpansList().forEach(scope -> spans.add(scope.getSpansCount())));
        if (traces.size() < KEPT) {
            traces.add(request);
        }
    }

    private void take(ExportLogsServiceRequest request) {
        request.getResourceLogsList().forEach(
                resource -> resource.getScopeLogsList().forEach(scope -> records.add(scope.getLogRecordsCount())));
        if (logs.size() < KEPT) {
            logs.add(request);
        }
    }

    private void takeLogs(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream in = zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            take(ExportLogsServiceRequest.parseFrom(in));
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @Override
    public void close() {
        grpc.shutdownNow();
        http.stop(0);
    }

    private final class Traces extends TraceServiceGrpc.TraceServiceImplBase {
        @Override
        public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
            take(request);
            observer.onNext(ExportTraceServiceResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }

    private final class Logs extends LogsServiceGrpc.LogsServiceImplBase {
        @Override
        public void export(ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> observer) {
            take(request);
            observer.onNext(ExportLogsServiceResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }
}
