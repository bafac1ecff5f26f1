package com.dataenginex.metrics;

import com.dataenginex.http.Endpoint;
import com.dataenginex.http.Exchange;
import com.dataenginex.http.StandardMethods;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The four HTTP metrics and their names.
 *
 * <pre>
 * # HELP http_requests_total Total HTTP requests
 * # TYPE http_requests_total counter
 * http_requests_total{endpoint="/",method="GET",status="200"} 1543.0
 * # HELP http_request_duration_seconds HTTP request duration in seconds
 * # TYPE http_request_duration_seconds histogram
 * http_request_duration_seconds_bucket{endpoint="/",method="GET",le="0.005"} 1234.0
 * # HELP http_requests_in_flight Requests currently processing
 * # TYPE http_requests_in_flight gauge
 * http_requests_in_flight 2.0
 * # HELP http_exceptions_total Total exceptions
 * # TYPE http_exceptions_total counter
 * http_exceptions_total{exception_type="IllegalStateException"} 1.0
 * </pre>
 *
 * <p>A request that is refused (503) is counted and not timed: latency is that of requests that were served. Meters are kept by
 * template, method and status, so that a request needs no look-up in the registry. A new
 * combination above the limit goes to {@value #OVERFLOW}. Thread-safe.
 */
final class HttpMetrics {
    static final String OVERFLOW = "overflow";
    private static final String EXCEPTIONS = "http_exceptions_total";
    private static final String EXCEPTIONS_HELP = "Total exceptions";
    private static final int[] OF_AN_ENDPOINT = {200, 400, 500, 502, 503, 504};
    private static final int[] OF_UNMATCHED = {400, 404, 413, 500, 503};
    private static final int LOWEST_STATUS = 100;
    private static final int STATUSES = 500;
    /** Whoever says it (a limit, an open breaker, a probe) has not served the request, and at once: its time is no latency. */
    private static final int REFUSED = 503;

    private final Metrics metrics;
    private final SeriesBudget budget;
    private final Map<String, TemplateMeters> templates = new ConcurrentHashMap<>();
    private final Map<Class<?>, Counter> exceptions = new ConcurrentHashMap<>();
    private final Counter overflowed;
    private volatile MethodMeters overflow;
    private final AtomicReference<Counter> overflowTotal = new AtomicReference<>();

    HttpMetrics(Metrics metrics, int maxSeries) {
        this.metrics = metrics;
        this.budget = new SeriesBudget(maxSeries);
        metrics.declareCounter(EXCEPTIONS, EXCEPTIONS_HELP);
        overflowed = metrics.counter("http_metric_series_overflow_total",
                "Requests recorded in the overflow series because the limit of label combinations was reached");
    }

    /** Creates the series whose first increase must be seen: a counter that appears with 1 has no increase. */
    void prepare(Endpoint endpoint) {
        for (String method : endpoint.isMatched() ? endpoint.handled() : List.of("GET")) {
            MethodMeters meters = of(endpoint.template()).method(StandardMethods.orElse(method, "OTHER"));
            for (int status : endpoint.isMatched() ? OF_AN_ENDPOINT : OF_UNMATCHED) {
                meters.status(status);
            }
        }
    }

    void record(Exchange exchange) {
        MethodMeters method = of(exchange.template())
                .method(StandardMethods.orElse(exchange.request().method(), "OTHER"));
        if (exchange.status() != REFUSED) {
            method.timer().record(Duration.ofNanos(exchange.responseNanos()));
        }
        Counter total = method.status(exchange.status());
        total.increment();
        if (total == overflowTotal.get()) {
            overflowed.increment();
        }
        if (exchange.failure() != null) {
            exception(exchange.failure().getClass()).increment();
        }
    }

    private TemplateMeters of(String template) {
        TemplateMeters known = templates.get(template);
        return known != null ? known : templates.computeIfAbsent(template, TemplateMeters::new);
    }

    private Counter exception(Class<?> type) {
        Counter known = exceptions.get(type);
        return known != null ? known : exceptions.computeIfAbsent(type, this::newException);
    }

    private Counter newException(Class<?> type) {
        String name = type.getSimpleName().isEmpty() ? "Anonymous" : type.getSimpleName();
        return metrics.counter(EXCEPTIONS, EXCEPTIONS_HELP, "exception_type",
                budget.take() ? name : OVERFLOW);
    }

    private MethodMeters overflow() {
        if (overflow == null) {
            overflow = new MethodMeters(OVERFLOW, OVERFLOW);
        }
        return overflow;
    }

    /** The meters of one path template. */
    private final class TemplateMeters {
        private final String template;
        private final Map<String, MethodMeters> methods = new ConcurrentHashMap<>();

        TemplateMeters(String template) {
            this.template = template;
        }

        MethodMeters method(String label) {
            MethodMeters known = methods.get(label);
            return known != null
                    ? known
                    : methods.computeIfAbsent(label, l -> budget.take() ? new MethodMeters(template, l) : overflow());
        }
    }

    /** The meters of one path template and method. */
    private final class MethodMeters {
        private final String template;
        private final String label;
        private final Timer timer;
        private final AtomicReferenceArray<Counter> statuses = new AtomicReferenceArray<>(STATUSES);

        MethodMeters(String template, String label) {
            this.template = template;
            this.label = label;
            this.timer = metrics.timer("http_request_duration_seconds", "HTTP request duration in seconds", "method",
                    label,
                    "endpoint", template);
        }

        Timer timer() {
            return timer;
        }

        Counter status(int status) {
            int index = Math.clamp(status - LOWEST_STATUS, 0, STATUSES - 1);
            Counter known = statuses.get(index);
            return known != null ? known : newStatus(status, index);
        }

        /** Two threads may race here: the registry gives both the same counter, and the room is taken twice at worst. */
        private Counter newStatus(int status, int index) {
            if (this == overflow || !budget.take()) {
                return overflow().overflowTotal();
            }
            statuses.compareAndSet(index, null, total(Integer.toString(status)));
            return statuses.get(index);
        }

        private Counter overflowTotal() {
            if (overflowTotal.get() == null) {
                overflowTotal.compareAndSet(null, total(OVERFLOW));
            }
            return overflowTotal.get();
        }

        private Counter total(String status) {
            return metrics.counter("http_requests_total", "Total HTTP requests", "method", label, "endpoint", template,
                    "status",
                    status);
        }
    }
}
