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
import com.dataenginex.http.FilterStack;
import com.dataenginex.http.ObserverFilter;
import com.dataenginex.http.ProblemErrorHandler;
import com.dataenginex.http.RequestTotals;
import com.dataenginex.limits.AdmissionFilter;
import com.dataenginex.logging.RequestLoggingFilter;
import com.dataenginex.metrics.MetricsFilter;
import com.dataenginex.recorder.RecorderFilter;
import com.dataenginex.tracing.TracingFilter;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.HttpRouting;
import java.util.ArrayList;
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
        List<Filter> filters = new ArrayList<>();
        filters.add(new ExchangeFilter(endpoints, errors, totals, clients, new ConnectionEnd()));
        recorder.ifPresent(filters::add);
        if (debug.isOn()) {
            filters.add(debug);
        }
        filters.addAll(List.of(tracing, logging, metrics, new ObserverFilter(observers), cors, drain, admission));
        if (drill.isOn()) {
            filters.add(drill);
        }
        filters.add(new EndpointFilters());
        routing.addFilter(new FilterStack(filters)).any(endpoints).error(Throwable.class, errors);
        metrics.prepare(served);
    }
}
