package com.dataenginex;

import com.dataenginex.health.Probes;
import com.dataenginex.http.AdmissionFilter;
import com.dataenginex.http.DrainFilter;
import com.dataenginex.http.Endpoints;
import com.dataenginex.http.ErrorHandling;
import com.dataenginex.http.ExchangeFilter;
import com.dataenginex.logging.RequestLoggingFilter;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.metrics.MetricsFilter;
import com.dataenginex.metrics.ScrapeFilter;
import com.dataenginex.tracing.TracingFilter;
import io.helidon.webserver.http.HttpRouting;
import java.util.function.Consumer;

/** The one table: filters from the outermost to the innermost, then path to handler. */
final class Routes {
    private static final int OK = 200;

    private final ErrorHandling errors;
    private final TracingFilter tracing;
    private final RequestLoggingFilter logging;
    private final MetricsFilter metrics;
    private final AdmissionFilter admission;
    private final DrainFilter drain;
    private final Probes probes;
    private final RootHandler root;
    private final Consumer<Endpoints> more;

    Routes(ErrorHandling errors, TracingFilter tracing, RequestLoggingFilter logging, MetricsFilter metrics,
            AdmissionFilter admission, DrainFilter drain, Probes probes, RootHandler root,
            Consumer<Endpoints> more) {
        this.errors = errors;
        this.tracing = tracing;
        this.logging = logging;
        this.metrics = metrics;
        this.admission = admission;
        this.drain = drain;
        this.probes = probes;
        this.root = root;
        this.more = more;
    }

    /**
     * @param api whether the service's own endpoints are on this listener
     * @param operations whether probes and metrics are
     */
    void register(HttpRouting.Builder routing, boolean api, boolean operations) {
        routing.addFilter(new ExchangeFilter(errors))
                .addFilter(tracing)
                .addFilter(logging)
                .addFilter(metrics)
                .addFilter(drain)
                .addFilter(admission)
                .addFilter(new ScrapeFilter())
                .error(Throwable.class, errors);

        Endpoints endpoints = new Endpoints(routing);
        if (api) {
            api(endpoints);
        }
        if (operations) {
            operations(endpoints);
        }
        metrics.prepare(endpoints.templates());
    }

    private void api(Endpoints endpoints) {
        endpoints.get("/", root);
        more.accept(endpoints);
    }

    /** The observe feature answers {@code GET} here. */
    private void operations(Endpoints endpoints) {
        endpoints.observed(Metrics.ENDPOINT, () -> OK)
                .observed(Probes.HEALTH, probes::healthStatus)
                .observed(Probes.READY, probes::readyStatus)
                .observed(Probes.STARTUP, probes::startupStatus)
                // The observer also serves parts of the registry below its path; a scrape is one thing, at one place.
                .missing(Metrics.ENDPOINT + "/{+part}");
    }
}
