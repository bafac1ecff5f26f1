package com.dataenginex.otlplogs;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.log.Log;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.Ports;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("observability")
class OtlpLogsTest {
    private static final Log LOG = Log.of(OtlpLogsTest.class);
    private static final Map<String, String> SOON = Map.of("OTEL_BLRP_SCHEDULE_DELAY", "20",
            "OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED", "true");

    @Test
    void aLineIsARecordWithItsTypesItsTraceAndTheResource() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = started("DEX_LOGGING_OTLP_ENDPOINT", receiver.endpoint())) {
            HttpResponse<String> answer = app.send(app.request("/").header("X-Request-ID", "one-1").build());

            LogRecord record = receiver.awaitRecords(1, of("request_completed", "one-1")).getFirst();
            JsonNode line = app.lines.await(1, one -> one.path("request_id").asText().equals("one-1")
                    && one.path("event").asText().equals("request_completed")).getFirst();
            assertThat(record.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_INFO);
            assertThat(record.getSeverityText()).isEqualTo("INFO");
            assertThat(OtlpReceiver.id(record.getTraceId()))
                    .isEqualTo(answer.headers().firstValue("X-Trace-ID").orElseThrow())
                    .isEqualTo(line.path("trace_id").asText());
            assertThat(OtlpReceiver.id(record.getSpanId())).isEqualTo(line.path("span_id").asText());
            assertThat(TimeUnit.NANOSECONDS.toMicros(record.getTimeUnixNano()))
                    .isEqualTo(TimeUnit.MILLISECONDS.toMicros(
                            Instant.parse(line.path("timestamp").asText()).toEpochMilli())
                            + Instant.parse(line.path("timestamp").asText()).getNano() / 1_000 % 1_000);
            Map<String, Object> attributes = OtlpReceiver.attributes(record);
            assertThat(attributes).containsEntry("status_code", 200L).containsEntry("route", "/")
                    .containsEntry("duration_seconds", line.path("duration_seconds").asDouble())
                    .containsEntry("logger", line.path("logger").asText());
            List<String> elsewhere = List.of("timestamp", "level", "event", "app", "version", "environment", "trace_id",
                    "span_id", "trace_sampled");
            line.fieldNames().forEachRemaining(field -> assertThat(elsewhere.contains(field)
                    || attributes.containsKey(field)).as(field).isTrue());
            assertThat(receiver.logsResource()).containsEntry("service.name", "dataenginex")
                    .containsEntry("deployment.environment.name", "dev").containsKey("service.version");
        }
    }

    /** With the endpoint of the traces, or one that OpenTelemetry names itself. */
    @ParameterizedTest
    @CsvSource({"OTLP_ENDPOINT, ''", "OTEL_EXPORTER_OTLP_ENDPOINT, ''", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT, /v1/logs"})
    void theStandardVariableTurnsItOnOverHttpToo(String variable, String path) {
        try (OtlpReceiver receiver = OtlpReceiver.http();
                TestApplication app = started("OTEL_LOGS_EXPORTER", "otlp", variable, receiver.endpoint() + path,
                        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")) {
            app.send(app.request("/nope").header("X-Request-ID", "two-2").build());

            assertThat(OtlpReceiver.attributes(receiver.awaitRecords(1, of("request_completed", "two-2")).getFirst()))
                    .containsEntry("status_code", 404L);
            assertThat(app.lines.of("service_started").getFirst().path("telemetry").asText())
                    .contains("logs to stdout and " + receiver.endpoint());
        }
    }

    @ParameterizedTest
    @CsvSource({"none, ENDPOINT, false", "'', '', false", "otlp, ENDPOINT, true"})
    void itIsOffUnlessAskedFor(String exporter, String endpoint, boolean disabled) {
        long before = workers();
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = started("OTEL_LOGS_EXPORTER", exporter, "OTLP_ENDPOINT", receiver.endpoint(),
                        "DEX_LOGGING_OTLP_ENDPOINT", endpoint.replace("ENDPOINT", receiver.endpoint()),
                        "OTEL_SDK_DISABLED", Boolean.toString(disabled))) {
            app.get("/");

            assertThat(Scrape.of(app).sum("otlp_log_records_queue_limit")).isZero();
            assertThat(workers()).isLessThanOrEqualTo(before);
            app.stop();
            assertThat(receiver.records()).isEmpty();
        }
    }

    /** The ledger too, which is said when all else has stopped. */
    @Test
    void whatWaitsIsSentAtTheStop() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc()) {
            TestApplication app = TestApplication.start(Map.of("DEX_LOGGING_OTLP_ENDPOINT", receiver.endpoint(),
                    "OTEL_BLRP_SCHEDULE_DELAY", "60000"), Endpoint.get("/boom", (req, res) -> {
                        throw new IllegalStateException("what was thrown");
                    }));
            app.get("/boom");
            LOG.info("cannot_be_written", out -> {
                throw new IllegalArgumentException();
            });
            assertThat(app.stop()).isTrue();
            app.close();

            assertThat(receiver.records()).hasSameSizeAs(app.lines.all())
                    .anyMatch(record -> record.getBody().getStringValue().equals("service_stopped"));
            assertThat(receiver.records().stream().filter(of("request_failed", null)).map(OtlpReceiver::attributes))
                    .singleElement().satisfies(attributes -> assertThat(attributes)
                            .containsEntry("exception_type", "java.lang.IllegalStateException")
                            .containsEntry("exception_message", "what was thrown").containsKey("exception"));
            assertThat(receiver.records().stream().filter(of("cannot_be_written", null))
                    .map(OtlpReceiver::attributes)).singleElement().satisfies(
                            attributes -> assertThat(attributes).containsEntry("unwritable",
                                    "java.lang.IllegalArgumentException"));
        }
    }

    @Test
    void aCollectorThatIsAwayIsSaidOnceAndSoIsItsReturn() {
        int port = Ports.free();
        try (TestApplication app = started("DEX_LOGGING_OTLP_ENDPOINT", "127.0.0.1:" + port)) {
            for (int i = 0; i < 50; i++) {
                assertThat(app.get("/").statusCode()).isEqualTo(200);
            }
            Awaitility.await().until(() -> Scrape.of(app).sum("otlp_log_records_dropped_total") > 2);
            try (OtlpReceiver receiver = OtlpReceiver.grpc(port)) {
                List<JsonNode> said = Awaitility.await().until(() -> {
                    app.get("/");
                    return app.lines.of("log_export_recovered");
                }, lines -> !lines.isEmpty());

                assertThat(said.getFirst().path("records_lost").asLong()).isPositive();
                assertThat(app.lines.of("log_export_failed")).hasSize(1);
                assertThat(Scrape.of(app).sum("otlp_log_records_exported_total")).isPositive();
                receiver.awaitRecords(1, of("request_completed", null));
                assertThat(receiver.records()).noneMatch(of("log_export_recovered", null));
            }
            assertThat(app.lines.all()).noneMatch(line -> line.path("logger").asText().startsWith("io.opentelemetry"));
        }
    }

    /** One that answers nothing: the queue fills, and no request waits. */
    @Test
    void aSilentCollectorCostsRecordsAndNoRequest() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            TestApplication app = started("DEX_LOGGING_OTLP_ENDPOINT", "127.0.0.1:" + silent.getLocalPort(),
                    "OTEL_BLRP_MAX_QUEUE_SIZE", "64", "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE", "16",
                    "DEX_LOGGING_FLUSH_TIMEOUT", "PT0.2S");
            Awaitility.await().until(() -> {
                assertThat(app.get("/").statusCode()).isEqualTo(200);
                return Scrape.of(app).sum("otlp_log_records_dropped_total", "reason=\"queue_full\"") > 0;
            });
            assertThat(Scrape.of(app).sum("otlp_log_records_queue_limit")).isEqualTo(64);
            assertThat(Scrape.of(app).sum("otlp_log_records_queued")).isBetween(1.0, 64.0);
            assertThat(Scrape.of(app).sum("spans_queued")).as("the spans' queue is another one").isZero();

            assertThat(app.stop()).as("what was lost by the stop is no clean stop").isFalse();
            app.close();
        }
    }

    private static long workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("BatchLogRecordProcessor")).count();
    }

    private static TestApplication started(String... variables) {
        Map<String, String> all = new HashMap<>(SOON);
        for (int i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        return TestApplication.start(all);
    }

    private static Predicate<LogRecord> of(String event, String requestId) {
        return record -> record.getBody().getStringValue().equals(event) && (requestId == null
                || requestId.equals(OtlpReceiver.attributes(record).get("request_id")));
    }
}
