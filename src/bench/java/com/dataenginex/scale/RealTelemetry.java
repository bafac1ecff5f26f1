package com.dataenginex.scale;

import com.dataenginex.support.ServiceProcess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * What the service itself sent for some requests, everything sampled.
 *
 * @param spans as they came, an instance's resource about them
 * @param logs the records that came with them
 */
record RealTelemetry(ResourceSpans spans, ResourceLogs logs) {
    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/130.0.0.0 Safari/537.36";
    private static final List<String> PATHS = List.of("/", "/", "/", "/", "/", "/", "/", "/", "/nothing-here",
            "/api/insights?count=2");

    /** Starts the packaged service, asks it, and waits until all has come. */
    static RealTelemetry record(Path folder) throws IOException, InterruptedException {
        try (Sink sink = new Sink();
                ServiceProcess service = ServiceProcess.launch(folder, Map.of("ENVIRONMENT", "dev", "OTLP_ENDPOINT",
                        "http://" + sink.grpcAddress(), "DEX_LOGGING_OTLP_ENDPOINT", "http://" + sink.grpcAddress()));
                HttpClient client = HttpClient.newHttpClient()) {
            service.awaitListening();
            for (String path : PATHS) {
                client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                        .header("User-Agent", BROWSER).build(), HttpResponse.BodyHandlers.discarding());
            }
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(
                    () -> ofRequests(sink).size() >= 2 * PATHS.size() && sink.spans() >= PATHS.size());
            return of(sink);
        }
    }

    private static RealTelemetry of(Sink sink) {
        ResourceSpans spans = sink.traces().stream().map(ExportTraceServiceRequest::getResourceSpansList)
                .flatMap(List::stream).findFirst().orElseThrow();
        ResourceLogs logs = sink.logs().stream().map(ExportLogsServiceRequest::getResourceLogsList)
                .flatMap(List::stream).findFirst().orElseThrow();
        List<Span> all = sink.traces().stream().flatMap(request -> request.getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream()).toList();
        return new RealTelemetry(
                spans.toBuilder().clearScopeSpans()
                        .addScopeSpans(ScopeSpans.newBuilder().setScope(spans.getScopeSpans(0).getScope())
                                .addAllSpans(all))
                        .build(),
                logs.toBuilder().clearScopeLogs().addScopeLogs(
                        ScopeLogs.newBuilder().setScope(logs.getScopeLogs(0).getScope()).addAllLogRecords(
                                ofRequests(sink)))
                        .build());
    }

    private static List<LogRecord> ofRequests(Sink sink) {
        return sink.logs().stream().flatMap(request -> request.getResourceLogsList().stream())
                .flatMap(resource -> resource.getScopeLogsList().stream())
                .flatMap(scope -> scope.getLogRecordsList().stream())
                .filter(record -> record.getBody().getStringValue().startsWith("request_")).toList();
    }

    /** As an instance of its own has it. */
    static Resource instance(Resource resource, String id) {
        return resource.toBuilder().clearAttributes().addAllAttributes(resource.getAttributesList().stream()
                .map(pair -> pair.getKey().equals("service.instance.id")
                        ? KeyValue.newBuilder(pair).setValue(AnyValue.newBuilder().setStringValue(id)).build()
                        : pair)
                .toList()).build();
    }

    /** The span of {@code GET /} alone, mean. */
    double bytesPerSpan() {
        return spans.getScopeSpans(0).getSpansList().stream().filter(span -> span.getName().equals("GET /"))
                .mapToInt(Span::getSerializedSize).average().orElse(Double.NaN);
    }

    /** A record about {@code GET /} alone, mean. */
    double bytesPerRecord() {
        return logs.getScopeLogs(0).getLogRecordsList().stream()
                .filter(record -> record.getAttributesList().stream()
                        .anyMatch(pair -> pair.getValue().getStringValue().equals("/")))
                .mapToInt(LogRecord::getSerializedSize).average().orElse(Double.NaN);
    }
}
