package com.dataenginex;

import com.dataenginex.drill.DrillFault;
import com.dataenginex.exercise.Promise;
import com.dataenginex.exercise.Promises;
import com.dataenginex.objectives.AlertLimit;
import com.dataenginex.objectives.ObjectivesConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the product's alerts promise, by config/slo.yaml; a test holds this to the rules of infra. */
final class Drills {
    private static final String PREFIX = "DataEngineX";

    private Drills() {
    }

    static Promises promises(ObjectivesConfig config) {
        return new Promises("dataenginex", "dataenginex_ready",
                "app_environment_slo:budget:left" + config.windowDays() + "d",
                List.of(limited(DrillFault.LATENCY, "LatencyHigh", config),
                        limited(DrillFault.ERRORS, "ErrorRateHigh", config),
                        limited(DrillFault.SATURATION, "SaturationHigh", config),
                        new Promise(DrillFault.DEPENDENCY, PREFIX + "DependencyDown",
                                Map.of("prod", 0.0, "stage", 0.0, "dev", 0.0), Set.of(PREFIX + "NotReady"))));
    }

    private static Promise limited(DrillFault fault, String alert, ObjectivesConfig config) {
        return new Promise(fault, PREFIX + alert, config.limits().stream().filter(one -> one.alert().equals(alert))
                .collect(Collectors.toMap(AlertLimit::environment, AlertLimit::above)), Set.of());
    }
}
