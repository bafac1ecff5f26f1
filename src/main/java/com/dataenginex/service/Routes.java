package com.dataenginex.service;

import com.dataenginex.debug.DebugFilter;
import com.dataenginex.drill.DrillFilter;
import com.dataenginex.helidon.ConnectionEnd;
import com.dataenginex.helidon.DrainFilter;
import com.dataenginex.http.ClientAddress;
import com.dataenginex.http.CorsFilter;
import com.dataenginex.http.Endpoint;
import com.dataenginex.http.EndpointFilters;
import com.dataenginex.http.Endpoints;
import com.dataenginex.http.ExchangeFilter;
import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.http.ObserverFilter;
import com.dataenginex.http.ProblemErrorHandler;
import com.dataenginex.http.RequestTotals;
import com.dataenginex.limits.AdmissionFilter;
import com.dataenginex.logging.RequestLoggingFilter;
import com.dataenginex.metrics.MetricsFilter;
import com.dataenginex.recorder.RecorderFilter;
import com.dataenginex.tracing.TracingFilter;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;
import java.util.Optional;

/**
 * What every request passes, from the outermost filter to the innermost, and then its endpoint.
 *
 * @param clients who names the client
 * @param recorder if requests are remembered
 * @param observers of every exchange, besides the signals
 */
record Routes(ClientAddress clients, RequestTotals totals, Optional<RecorderFilter> recorder, DebugFilter debug,
        TracingFilter tracing,
        RequestLoggingFilter logging,
        MetricsFilter metrics,
        List<ExchangeObserver> observers, CorsFilter cors, DrainFilter drain, AdmissionFilter admission,
        DrillFilter drill, ProblemErrorHandler errors) {

    /** Registers the endpoints of one listener. */
    void register(HttpRouting.Builder routing, List<Endpoint> served) {
        Endpoints endpoints = new Endpoints(served);
        routing.addFilter(new ExchangeFilter(endpoints, errors, totals, clients, new ConnectionEnd()));
        recorder.ifPresent(routing::addFilter);
        if (debug.isOn()) {
            routing.addFilter(debug);
        }
        routing.addFilter(tracing)
                .addFilter(logging)
                .addFilter(metrics)
                .addFilter(new ObserverFilter(observers))
                .addFilter(cors)
                .addFilter(drain)
                .addFilter(admission);
        if (drill.isOn()) {
            routing.addFilter(drill);
        }
        routing.addFilter(new EndpointFilters())
                .any(endpoints)
                .error(Throwable.class, errors);
        metrics.prepare(served);
    }
}
