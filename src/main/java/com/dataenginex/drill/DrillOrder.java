package com.dataenginex.drill;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a header asks for.
 *
 * @param fault what is to happen
 * @param time how long the request is delayed or held, or for how long the dependency counts as failed; zero ends that
 * @param dependency its name, or empty for the other faults
 * @param hard whether a dependency may be a hard one
 * @param once a text that no other header has
 */
public record DrillOrder(DrillFault fault, Duration time, String dependency, boolean hard, String once) {
    static final Set<String> PARAMETERS = Set.of("fault", "ms", "name", "hard", "once");
    /** Of a delay, and of a hold. */
    public static final Duration LONGEST = Duration.ofSeconds(10);

    /** A fault of the request itself. */
    public static DrillOrder of(DrillFault fault, Duration time, String once) {
        return new DrillOrder(fault, time, "", false, once);
    }

    /** As the header's parameters. */
    public Map<String, String> parameters() {
        Map<String, String> values = new TreeMap<>(
                Map.of("fault", fault.toString(), "ms", Long.toString(time.toMillis()), "once", once));
        if (!dependency.isEmpty()) {
            values.put("name", dependency);
            values.put("hard", Boolean.toString(hard));
        }
        return values;
    }

    /** Null if they ask for nothing that is known. */
    static DrillOrder read(Map<String, String> parameters) {
        String time = parameters.getOrDefault("ms", "");
        for (DrillFault fault : DrillFault.values()) {
            if (fault.toString().equals(parameters.get("fault")) && time.matches("\\d{1,6}")
                    && parameters.containsKey("once")) {
                return new DrillOrder(fault, Duration.ofMillis(Long.parseLong(time)),
                        parameters.getOrDefault("name", ""), "true".equals(parameters.get("hard")),
                        parameters.get("once"));
            }
        }
        return null;
    }
}
