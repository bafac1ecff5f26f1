package com.dataenginex;

import com.dataenginex.drill.DrillFault;
import com.dataenginex.exercise.Promise;
import com.dataenginex.exercise.Promises;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the product's alerts promise; a test holds this to the rules of infra. */
final class Drills {
    private static final String BURN = "DataEngineXErrorBudgetBurn";

    static final Promises PROMISES = new Promises("dataenginex", "dataenginex_ready",
            "app_environment:http_error_budget:left30d",
            List.of(new Promise(DrillFault.LATENCY, "DataEngineXLatencyHigh", limits(0.75, 1, 1.5), Set.of(BURN)),
                    new Promise(DrillFault.ERRORS, "DataEngineXErrorRateHigh", limits(0.01, 0.03, 0.05), Set.of(BURN)),
                    new Promise(DrillFault.SATURATION, "DataEngineXSaturationHigh", limits(25, 15, 10), Set.of()),
                    new Promise(DrillFault.DEPENDENCY, "DataEngineXDependencyDown", limits(0, 0, 0),
                            Set.of("DataEngineXNotReady"))));

    private Drills() {
    }

    private static Map<String, Double> limits(double prod, double stage, double dev) {
        return Map.of("prod", prod, "stage", stage, "dev", dev);
    }
}
