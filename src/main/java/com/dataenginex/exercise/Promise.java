package com.dataenginex.exercise;

import com.dataenginex.drill.DrillFault;
import java.util.Map;
import java.util.Set;

/**
 * What a product promises of one fault: the alert that it makes, and above which value.
 *
 * @param alert name of the alert
 * @param limits by environment, in the unit of the rule; a rule that has another one is wrong
 * @param along names of other alerts that the fault may set off
 */
public record Promise(DrillFault fault, String alert, Map<String, Double> limits, Set<String> along) {

    public Promise {
        limits = Map.copyOf(limits);
        along = Set.copyOf(along);
    }

    double limit(String environment) {
        return limits.getOrDefault(environment, Double.NaN);
    }
}
