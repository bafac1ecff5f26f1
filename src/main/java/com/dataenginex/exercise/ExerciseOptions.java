package com.dataenginex.exercise;

import com.dataenginex.drill.DrillFault;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What is asked of an exercise.
 *
 * @param faults in the order in which they are held
 * @param alertmanagers each of which must have the alerts
 * @param service where the requests go, or null for the first target that Prometheus scrapes
 * @param environment dev, stage or prod
 * @param path of the requests, without a query
 * @param dependency its name, or empty for any that may be overridden
 * @param hard whether the dependency is a hard one
 * @param max after which it is stopped
 */
public record ExerciseOptions(List<DrillFault> faults, URI prometheus, List<URI> alertmanagers, URI service,
        String environment, String path, String dependency, boolean hard, Duration max) {

    public ExerciseOptions {
        faults = List.copyOf(faults);
        alertmanagers = List.copyOf(alertmanagers);
    }
}
