package com.dataenginex.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;

/** Ours against the SDK's own exporter, byte for byte. */
class SpanEncoderTest {
    private static final String[] TEXTS = {"", "GET /", "a", "\u00e9", "\u20ac and \ud83d\ude00", "\ud800",
        "x".repeat(127),
        "x".repeat(128), "\u00e9".repeat(64), "y".repeat(16_500), "\u0000", "\u007f\u0080"};

    private static BlockingQueue<byte[]> sent;
    private static HttpServer server;
    private static OtlpHttpSpanExporter exporter;

    @BeforeContainer
    static void start() throws IOException {
        sent = new ArrayBlockingQueue<>(1);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            sent.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces").build();
    }

    @AfterContainer
    static void stop() {
        exporter.shutdown();
        server.stop(0);
    }

    @Property(tries = 200)
    void spansOfOneScopeAreTheSameBytes(@ForAll long seed) throws Exception {
        List<SpanData> spans = spans(new Random(seed), 1);

        assertThat(ours(spans)).isEqualTo(theirs(spans));
    }

    @Property(tries = 50)
    void spansOfManyScopesAreTheSame(@ForAll long seed) throws Exception {
        List<SpanData> spans = spans(new Random(seed), 4);

        byte[] ours = ours(spans);

        assertThat(sorted(ours)).isEqualTo(sorted(theirs(spans)));
    }

    /** The SDK's exporter throws, and the whole batch is lost. */
    @Test
    void aNullAmongNumbersKeepsItsPlace() throws IOException {
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite())).build()) {
            Span span = provider.get("numbers").spanBuilder("a").startSpan();
            span.setAttribute(AttributeKey.longArrayKey("key"), Arrays.asList(1L, null, 3L));
            span.end();

            List<AnyValue> values = ExportTraceServiceRequest
                    .parseFrom(ours(List.of(((ReadableSpan) span).toSpanData()))).getResourceSpans(0).getScopeSpans(0)
                    .getSpans(0).getAttributes(0).getValue().getArrayValue().getValuesList();
            assertThat(values).extracting(AnyValue::getIntValue).containsExactly(1L, 0L, 3L);
            assertThat(values.get(1).getValueCase()).isEqualTo(AnyValue.ValueCase.VALUE_NOT_SET);
        }
    }

    private static byte[] ours(Collection<SpanData> spans) throws IOException {
        SpanMessage message = new SpanMessage(spans);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeMessage(out);
        assertThat(out.size()).isEqualTo(message.getContentLength());
        return out.toByteArray();
    }

    private static byte[] theirs(Collection<SpanData> spans) throws InterruptedException {
        assertThat(exporter.export(spans).join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
        return sent.take();
    }

    /** The SDK has its scopes in no order. */
    private static List<ScopeSpans> sorted(byte[] message) throws IOException {
        ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(message);
        assertThat(request.getResourceSpansList()).hasSize(1);
        ResourceSpans resource = request.getResourceSpans(0);
        assertThat(resource.getResource().getAttributesList()).isNotEmpty();
        return resource.getScopeSpansList().stream()
                .sorted((a, b) -> a.getScope().getName().compareTo(b.getScope().getName())).toList();
    }

    private static List<SpanData> spans(Random random, int scopes) {
        List<SpanData> all = new ArrayList<>();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), text(random)),
                        random.nextBoolean() ? "https://example.org/resource" : null))
                .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
                .setSpanLimits(SpanLimits.builder().setMaxNumberOfEvents(2).setMaxNumberOfLinks(2)
                        .setMaxNumberOfAttributes(6).setMaxNumberOfAttributesPerEvent(2).build())
                .build()) {
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                Span span = span(random, provider, "scope-" + random.nextInt(scopes));
                all.add(((ReadableSpan) span).toSpanData());
            }
        }
        return all;
    }

    private static Span span(Random random, SdkTracerProvider provider, String scope) {
        SpanBuilder builder = provider.tracerBuilder(scope).setInstrumentationVersion("1.0")
                .setSchemaUrl("https://example.org/scope").build().spanBuilder(text(random))
                .setSpanKind(SpanKind.values()[random.nextInt(SpanKind.values().length)])
                .setAllAttributes(attributes(random, 9)).setStartTimestamp(random.nextLong(1, Long.MAX_VALUE),
                        TimeUnit.NANOSECONDS);
        if (random.nextBoolean()) {
            builder.setParent(Context.root().with(Span.wrap(context(random))));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            builder.addLink(context(random), attributes(random, 3));
        }
        Span span = builder.startSpan();
        for (int i = random.nextInt(4); i > 0; i--) {
            span.addEvent(text(random), attributes(random, 4), random.nextLong(1, 1L << 40), TimeUnit.SECONDS);
        }
        span.setStatus(StatusCode.values()[random.nextInt(3)], text(random));
        span.end(random.nextLong(1, Long.MAX_VALUE), TimeUnit.NANOSECONDS);
        return span;
    }

    private static SpanContext context(Random random) {
        String trace = "%016x%016x".formatted(random.nextLong(), random.nextLong(1, Long.MAX_VALUE));
        String span = "%016x".formatted(random.nextLong(1, Long.MAX_VALUE));
        TraceState state = random.nextBoolean()
                ? TraceState.getDefault()
                : TraceState.builder().put("a", "1").put("vendor@b", "x:y").build();
        return random.nextBoolean()
                ? SpanContext.createFromRemoteParent(trace, span, TraceFlags.getSampled(), state)
                : SpanContext.create(trace, span, TraceFlags.fromByte((byte) 3), state);
    }

    private static Attributes attributes(Random random, int most) {
        AttributesBuilder all = Attributes.builder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            String key = "key." + random.nextInt(20) + (random.nextInt(9) == 0 ? "\u00fc" : "");
            switch (random.nextInt(10)) {
                case 0 -> all.put(key, random.nextLong());
                case 1 -> all.put(key, random.nextInt(200) - 10L);
                case 2 -> all.put(key, random.nextBoolean());
                case 3 -> all.put(key, random.nextGaussian());
                case 4 -> all.put(AttributeKey.stringArrayKey(key), Arrays.asList(text(random), null, text(random)));
                case 5 -> all.put(key, random.nextLong(), 0L);
                case 6 -> all.put(key, true, false);
                case 7 -> all.put(key, 0.0, -0.0, Double.NaN);
                case 8 -> all.put(AttributeKey.valueKey(key), value(random, 3));
                default -> all.put(key, text(random));
            }
        }
        return all.build();
    }

    private static Value<?> value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0 -> Value.of(text(random));
            case 1 -> Value.of(random.nextLong());
            case 2 -> Value.of(random.nextBoolean());
            case 3 -> Value.of(random.nextDouble());
            case 4 -> Value.of(text(random).getBytes(StandardCharsets.UTF_8));
            case 5 -> Value.empty();
            case 6 -> Value.of(List.of(value(random, depth - 1), value(random, depth - 1)));
            default -> Value.of(KeyValue.of(text(random), value(random, depth - 1)),
                    KeyValue.of("b", value(random, depth - 1)));
        };
    }

    private static String text(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
