package com.dataenginex.ui;

import com.dataenginex.health.Probes;
import com.dataenginex.limits.Streams;
import com.dataenginex.logging.QueryText;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.recorder.Recorder;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the page shows.
 *
 * @param service name of the service
 * @param version of it
 * @param environment dev, stage or prod
 * @param recorder what requests did, if it is remembered
 * @param alerts the rules of this environment
 * @param upstreams the services that this one calls, as they are now
 * @param goals the objectives, and how this instance keeps them
 * @param queries how a query is written without what is secret in it
 */
public record Shown(String service, String version, String environment, Metrics metrics, Probes probes,
        Streams streams, Optional<Recorder> recorder, List<AlertRule> alerts, Supplier<List<Upstream>> upstreams,
        Supplier<List<Goal>> goals, QueryText queries) {

    public Shown {
        alerts = List.copyOf(alerts);
    }
}
