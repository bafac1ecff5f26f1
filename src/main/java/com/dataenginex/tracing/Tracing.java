package com.dataenginex.tracing;

import com.dataenginex.config.ConfigException;
import com.dataenginex.config.Redaction;
import com.dataenginex.log.Log;
import io.helidon.tracing.Tracer;
import io.helidon.tracing.providers.opentelemetry.HelidonOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Owns the OpenTelemetry SDK: made first, flushed last. The SDK configures itself from the standard
 * {@code OTEL_*} variables; our settings are its defaults.
 */
public final class Tracing implements AutoCloseable {
    /** Exporters and senders log each failure; {@link ExportHealth} says when they begin and when they end. */
    private static final Logger EXPORTERS = Logger.getLogger("io.opentelemetry.exporter");
    /** The batch processor logs what its queue drops, after each export; {@link SpanCounts} counts it. */
    private static final Logger PROCESSORS = Logger.getLogger("io.opentelemetry.sdk.trace.export");
    /** It logs what it also throws. */
    private static final Logger AUTOCONFIGURATION = Logger.getLogger("io.opentelemetry.sdk.autoconfigure");
    /**
     * Twice the SDK's default: an export costs about as much whatever is in it. Spans that wait are copied by each garbage collection, so
     * that larger batches only make its pause longer.
     */
    private static final int BATCH = 1_024;
    private static final int SMALLEST_BATCH = 512;
    private static final String INSTRUMENTATION = Tracing.class.getPackageName();

    private static final Log LOG = Log.of(Tracing.class);
    private static final Pattern SETTING = Pattern.compile("otel(\\.[a-z0-9_-]+)+");

    private final TracingConfig config;
    private final OpenTelemetrySdk sdk;
    private final SpanCounts counts = new SpanCounts();
    private final SpanTaps taps = new SpanTaps();
    private final TracingFilter filter;
    /** Exporters that were asked for by a variable and are not here, by the setting's name. */
    private final Map<String, String> ignored = new TreeMap<>();
    private ConfigProperties properties;

    /**
     * @param service {@code service.name}, unless {@code OTEL_SERVICE_NAME} says otherwise
     * @param resource attributes of the resource
     * @throws ConfigException if an {@code OTEL_*} variable has a value that the SDK refuses
     */
    public Tracing(TracingConfig config, String service, Map<String, String> resource) {
        this(config, service, resource, builder -> {
        });
    }

    /** @param more what another signal adds to the SDK before it is built */
    public Tracing(TracingConfig config, String service, Map<String, String> resource,
            Consumer<AutoConfiguredOpenTelemetrySdkBuilder> more) {
        this.config = config;
        AUTOCONFIGURATION.setLevel(Level.OFF);
        Map<String, String> standard = standard(config.standard());
        try {
            AutoConfiguredOpenTelemetrySdkBuilder building = AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesCustomizer(ignored -> properties(service, resource, standard))
                    .addSpanExporterCustomizer(
                            (exporter, all) -> new ParallelExports(
                                    new ExportHealth(OtlpSpans.of(exporter), counts), counts.room()))
                    .addMeterProviderCustomizer((builder, all) -> builder.registerMetricReader(counts))
                    .addSamplerCustomizer((sampler, all) -> new RequestSampler(sampler))
                    .addSpanProcessorCustomizer((processor, all) -> {
                        taps.add(new EncodedSpan.Processor(processor, counts.room(), counts));
                        return SpanProcessor.composite();
                    })
                    .addTracerProviderCustomizer(this::customize);
            more.accept(building);
            sdk = building.build().getOpenTelemetrySdk();
        } catch (ConfigurationException e) {
            throw new ConfigException(List.of(refused(e, config.standard().keySet())));
        }
        taps.limits(sdk.getSdkTracerProvider().getSpanLimits());
        filter = new TracingFilter(openTelemetry(), config.excludedPaths());
    }

    /** Makes this SDK the one that {@link SpanStarter} uses. */
    public void start() {
        ignored.forEach((name, value) -> LOG.warning("otel_setting_ignored",
                out -> out.text("setting", name).text("value", value).text("reason",
                        "this service has no such exporter")));
        EXPORTERS.setLevel(Level.OFF);
        PROCESSORS.setLevel(Level.OFF);
        SpanStarter.use(openTelemetry());
    }

    /**
     * From now on the processor is told each sampled span, on the thread that starts or ends it; of one that is exported only because
     * its request is kept, the end alone.
     */
    public void listen(SpanProcessor processor) {
        taps.add(processor);
    }

    /** From now on the spans of a request that has a {@link com.dataenginex.http.Exchange#record() record} are recorded, all of them. */
    public void keep(SpanKeeper keeper) {
        taps.addForAll(new RecordedSpans(keeper));
    }

    /**
     * Exports a span that ended without being sampled; it is counted and told to those who listen as if it had been.
     *
     * @param reason what it says in {@code sampling.kept}, or null
     */
    public void export(ReadableSpan span, String reason) {
        counts.made();
        taps.kept(span, reason);
    }

    /** From now on each sampled span is printed. */
    public void print(SpanPrinter printer) {
        listen(SimpleSpanProcessor.create(printer));
    }

    public TracingFilter filter() {
        return filter;
    }

    /** @param propagation what calls take with them; to hosts of others no more than {@link Propagation#TRACEPARENT} */
    public ClientTracing client(Propagation propagation) {
        return new ClientTracing(openTelemetry(), propagation);
    }

    /** Helidon's own API over this SDK: its spans and ours are parents of each other. */
    public Tracer helidonTracer() {
        return HelidonOpenTelemetry.create(openTelemetry(), openTelemetry().getTracer(INSTRUMENTATION), Map.of());
    }

    public SpanCounts counts() {
        return counts;
    }

    /** The SDK; with {@code OTEL_SDK_DISABLED} one that makes no spans of its own and hands on those of callers. */
    public OpenTelemetry openTelemetry() {
        return isDisabled()
                ? OpenTelemetry.propagating(ContextPropagators.create(TextMapPropagator
                        .composite(W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
                : sdk;
    }

    /** The SDK's other signal; without an exporter of its own it takes nothing. */
    public SdkLoggerProvider logs() {
        return sdk.getSdkLoggerProvider();
    }

    private boolean isDisabled() {
        return "true".equalsIgnoreCase(config.standard().get("OTEL_SDK_DISABLED"));
    }

    /** Where spans go, for the operator; without credentials. */
    public String destination() {
        if (properties == null || !"otlp".equals(properties.getString("otel.traces.exporter"))) {
            return config.console() ? "traces to stdout" : "traces not exported";
        }
        String url = properties.getString("otel.exporter.otlp.traces.endpoint",
                properties.getString("otel.exporter.otlp.endpoint", "the exporter's default"));
        return "traces to " + Redaction.credentials(url) + " ("
                + properties.getString("otel.exporter.otlp.traces.protocol",
                        properties.getString("otel.exporter.otlp.protocol"))
                + ", sampler " + properties.getString("otel.traces.sampler") + " "
                + properties.getString("otel.traces.sampler.arg") + ")";
    }

    /** Exports what waits, for as long as the configuration says. */
    @Override
    public void close() {
        sdk.getSdkTracerProvider().shutdown().join(config.flushTimeout().toMillis(), TimeUnit.MILLISECONDS);
        SpanStarter.use(OpenTelemetry.noop());
    }

    private SdkTracerProviderBuilder customize(SdkTracerProviderBuilder builder, ConfigProperties all) {
        properties = all;
        counts.queueLimit(all.getInt("otel.bsp.max.queue.size", config.queueSize()));
        return builder.addSpanProcessor(counts).addSpanProcessor(taps);
    }

    /** Leaves room in a small queue for what ends while a batch is handed over. */
    static String batch(String queueSize) {
        try {
            int queue = Integer.parseInt(queueSize);
            return Integer.toString(Math.min(queue, Math.clamp(queue / 2, SMALLEST_BATCH, BATCH)));
        } catch (NumberFormatException e) {
            // The SDK says what is wrong with it.
            return Integer.toString(BATCH);
        }
    }

    /** Our settings under OpenTelemetry's names; the standard variables on top. */
    private Map<String, String> properties(String service, Map<String, String> resource, Map<String, String> standard) {
        Map<String, String> all = new HashMap<>();
        // Not as otel.service.name, which would win over service.name in OTEL_RESOURCE_ATTRIBUTES.
        StringBuilder attributes = new StringBuilder("service.name=").append(encoded(service));
        resource.forEach((name, value) -> attributes.append(',').append(name).append('=').append(encoded(value)));
        all.put("otel.resource.attributes", attributes.toString());
        all.put("otel.traces.sampler", "parentbased_traceidratio");
        all.put("otel.traces.sampler.arg", Double.toString(config.sampleRatio()));
        all.put("otel.propagators", "tracecontext,baggage");
        all.put("otel.metrics.exporter", "none");
        all.put("otel.logs.exporter", "none");
        all.put("otel.bsp.max.queue.size", Integer.toString(config.queueSize()));
        all.put("otel.bsp.schedule.delay", "1000");
        // Of the log exporter; the other mode allocates less and walks each record's attributes twice.
        all.put("otel.java.exporter.memory_mode", "immutable_data");
        all.put("otel.exporter.otlp.protocol", config.protocol());
        if (!config.endpoint().isEmpty()) {
            all.put("otel.exporter.otlp.endpoint", config.endpoint());
        }
        boolean exports = !config.endpoint().isEmpty() || standard.containsKey("otel.exporter.otlp.endpoint")
                || standard.containsKey("otel.exporter.otlp.traces.endpoint");
        all.put("otel.traces.exporter", exports ? "otlp" : "none");
        standard.forEach((name, value) -> all.merge(name, value,
                (ours, theirs) -> name.equals("otel.resource.attributes") ? ours + "," + theirs : theirs));
        all.computeIfAbsent("otel.bsp.max.export.batch.size", name -> batch(all.get("otel.bsp.max.queue.size")));
        for (String signal : List.of("traces", "metrics", "logs")) {
            String name = "otel." + signal + ".exporter";
            if (!(signal.equals("metrics") ? List.of("none") : List.of("otlp", "none")).contains(all.get(name))) {
                ignored.put(name, all.get(name));
                all.put(name, signal.equals("traces") && exports ? "otlp" : "none");
            }
        }
        return all;
    }

    /** As {@code OTEL_RESOURCE_ATTRIBUTES} has its values. */
    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The SDK's message may hold a value; of it only the name of the setting is shown. */
    private static String refused(ConfigurationException e, Set<String> given) {
        Matcher setting = SETTING.matcher(String.valueOf(e.getMessage()));
        return setting.find()
                ? "environment variable " + setting.group().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_')
                        + " is not allowed; allowed: what OpenTelemetry's documentation says"
                : "one of the environment variables " + new TreeSet<>(given)
                        + " is not allowed; allowed: what OpenTelemetry's documentation says";
    }

    private static Map<String, String> standard(Map<String, String> variables) {
        Map<String, String> standard = new HashMap<>();
        variables.forEach((name, value) -> standard.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        return standard;
    }
}
