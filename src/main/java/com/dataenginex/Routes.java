package com.dataenginex;

import com.dataenginex.external.ExternalDataHandler;
import com.dataenginex.health.Probes;
import com.dataenginex.helidon.DrainFilter;
import com.dataenginex.http.CorsFilter;
import com.dataenginex.http.Endpoints;
import com.dataenginex.http.ExchangeFilter;
import com.dataenginex.http.ProblemErrorHandler;
import com.dataenginex.insights.InsightsHandler;
import com.dataenginex.limits.AdmissionFilter;
import com.dataenginex.logging.RequestLoggingFilter;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.metrics.MetricsFilter;
import com.dataenginex.metrics.ScrapeFilter;
import com.dataenginex.tracing.TracingFilter;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;
import java.util.function.Consumer;

/**
 * The one table: filters from the outermost to the innermost, then path to handler.
 *
 * @param filters what every request passes
 * @param handlers what answers
 * @param more endpoints that a test adds
 */
public record Routes(Filters filters, Handlers handlers, Consumer<Endpoints> more) {

    private static final int OK = 200;

    /** Errors are handled inside the chain; the rest wrap each other in this order. */
    record Filters(ProblemErrorHandler errors, TracingFilter tracing, RequestLoggingFilter logging,
            MetricsFilter metrics,
            CorsFilter cors, DrainFilter drain, AdmissionFilter admission) {
    }

    /** One for each endpoint, and the probes. */
    record Handlers(RootHandler root, OpenApi openApi, ExternalDataHandler externalData, InsightsHandler insights,
            Probes probes) {
    }

    /**
     * @param api whether the service's own endpoints are on this listener
     * @param operations whether probes and metrics are
     */
    public void register(HttpRouting.Builder routing, boolean api, boolean operations) {
        routing.addFilter(new ExchangeFilter(filters.errors()))
                .addFilter(filters.tracing())
                .addFilter(filters.logging())
                .addFilter(filters.metrics())
                .addFilter(filters.cors())
                .addFilter(filters.drain())
                .addFilter(filters.admission())
                .addFilter(new ScrapeFilter())
                .error(Throwable.class, filters.errors());

        filters.metrics().prepare(endpoints(routing, api, operations).templates());
    }

    /** The path templates of all endpoints. */
    List<String> templates() {
        return endpoints(HttpRouting.builder(), true, true).templates();
    }

    private Endpoints endpoints(HttpRouting.Builder routing, boolean api, boolean operations) {
        Endpoints endpoints = new Endpoints(routing);
        if (api) {
            api(endpoints);
        }
        if (operations) {
            operations(endpoints);
        }
        return endpoints;
    }

    private void api(Endpoints endpoints) {
        endpoints.get("/", handlers.root())
                .get("/api/external-data", handlers.externalData())
                .get("/api/insights", handlers.insights())
                .get(OpenApi.YAML, handlers.openApi()::yaml)
                .get(OpenApi.JSON, handlers.openApi()::json);
        more.accept(endpoints);
    }

    /** The observe feature answers {@code GET} here. */
    private void operations(Endpoints endpoints) {
        endpoints.observed(Metrics.ENDPOINT, () -> OK)
                .observed(Probes.HEALTH, handlers.probes()::healthStatus)
                .observed(Probes.READY, handlers.probes()::readyStatus)
                .observed(Probes.STARTUP, handlers.probes()::startupStatus)
                // The observer also serves parts of the registry below its path; a scrape is one thing, at one place.
                .missing(Metrics.ENDPOINT + "/{+part}");
    }
}
