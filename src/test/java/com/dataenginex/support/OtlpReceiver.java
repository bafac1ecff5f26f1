package com.dataenginex.support;

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
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;

/** A real OTLP receiver, over gRPC or over HTTP. */
public final class OtlpReceiver implements AutoCloseable {
    private final Queue<ResourceSpans> received = new ConcurrentLinkedQueue<>();
    private final Queue<ResourceLogs> receivedLogs = new ConcurrentLinkedQueue<>();
    private final Runnable stop;
    private final int port;

    private OtlpReceiver(boolean grpc, int wantedPort) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort);
            if (grpc) {
                Server server = NettyServerBuilder.forAddress(address).addService(new TraceService())
                        .addService(new LogsService()).build().start();
                port = server.getPort();
                stop = server::shutdownNow;
            } else {
                HttpServer server = HttpServer.create(address, 0);
                server.createContext("/v1/traces", exchange -> received.addAll(
                        ExportTraceServiceRequest.parseFrom(body(exchange)).getResourceSpansList()));
                server.createContext("/v1/logs", exchange -> receivedLogs.addAll(
                        ExportLogsServiceRequest.parseFrom(body(exchange)).getResourceLogsList()));
                server.start();
                port = server.getAddress().getPort();
                stop = () -> server.stop(0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static OtlpReceiver grpc() {
        return new OtlpReceiver(true, 0);
    }

    public static OtlpReceiver grpc(int port) {
        return new OtlpReceiver(true, port);
    }

    public static OtlpReceiver http() {
        return new OtlpReceiver(false, 0);
    }

    public int port() {
        return port;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    public List<Span> spans() {
        return received.stream().flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream()).toList();
    }

    public List<Span> await(int count, Predicate<Span> wanted) {
        return Awaitility.await().atMost(Duration.ofSeconds(20))
                .until(() -> spans().stream().filter(wanted).toList(), spans -> spans.size() >= count);
    }

    public List<LogRecord> records() {
        return receivedLogs.stream().flatMap(resource -> resource.getScopeLogsList().stream())
                .flatMap(scope -> scope.getLogRecordsList().stream()).toList();
    }

    public List<LogRecord> awaitRecords(int count, Predicate<LogRecord> wanted) {
        return Awaitility.await().atMost(Duration.ofSeconds(20))
                .until(() -> records().stream().filter(wanted).toList(), records -> records.size() >= count);
    }

    public Map<String, Object> logsResource() {
        return attributes(receivedLogs.peek().getResource().getAttributesList());
    }

    public static Map<String, Object> attributes(LogRecord record) {
        return attributes(record.getAttributesList());
    }

    public Map<String, Object> resource() {
        return attributes(received.peek().getResource().getAttributesList());
    }

    public static String id(com.google.protobuf.ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    public static Map<String, Object> attributes(Span span) {
        return attributes(span.getAttributesList());
    }

    private static Map<String, Object> attributes(List<KeyValue> list) {
        return list.stream().collect(Collectors.toMap(KeyValue::getKey, pair -> value(pair.getValue())));
    }

    private static Object value(AnyValue value) {
        return switch (value.getValueCase()) {
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case BOOL_VALUE -> value.getBoolValue();
            default -> value.getStringValue();
        };
    }

    /** Reads the request, and answers it. */
    private static byte[] body(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        byte[] body;
        try (InputStream in = zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            body = in.readAllBytes();
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
        return body;
    }

    @Override
    public void close() {
        stop.run();
    }

    private final class LogsService extends LogsServiceGrpc.LogsServiceImplBase {
        @Override
        public void export(ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> observer) {
            receivedLogs.addAll(request.getResourceLogsList());
            observer.onNext(ExportLogsServiceResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }

    private final class TraceService extends TraceServiceGrpc.TraceServiceImplBase {
        @Override
        public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
            received.addAll(request.getResourceSpansList());
            observer.onNext(ExportTraceServiceResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }
}
