package com.dataenginex;

import com.dataenginex.http.Endpoints;
import com.dataenginex.http.ErrorHandling;
import com.dataenginex.http.ExchangeFilter;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
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
    private final RootHandler root;
    private final Consumer<Endpoints> more;

    Routes(ErrorHandling errors, TracingFilter tracing, RequestLoggingFilter logging, MetricsFilter metrics,
            RootHandler root,
            Consumer<Endpoints> more) {
        this.errors = errors;
        this.tracing = tracing;
        this.logging = logging;
        this.metrics = metrics;
        this.root = root;
        this.more = more;
    }

    void register(HttpRouting.Builder routing) {
        routing.addFilter(new ExchangeFilter(errors))
                .addFilter(tracing)
                .addFilter(logging)
                .addFilter(metrics)
                .addFilter(new ScrapeFilter())
                .error(Throwable.class, errors);

        Endpoints endpoints = new Endpoints(routing)
                .get("/", root)
                .observed(Metrics.ENDPOINT, () -> OK);
        // The observer also serves parts of the registry below its path; a scrape is one thing, at one place.
        routing.any(Metrics.ENDPOINT + "/{+part}", (req, res) -> {
            throw new ProblemException(Problem.of(ProblemType.NOT_FOUND));
        });
        more.accept(endpoints);
        metrics.prepare(endpoints.templates());
    }
}
