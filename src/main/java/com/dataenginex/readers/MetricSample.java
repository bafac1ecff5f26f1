package com.dataenginex.readers;

import java.util.Map;

/**
 * One series at one moment.
 *
 * @param name of the metric; empty for a computed series
 * @param labels without the name
 * @param exemplar labels of its exemplar, such as {@code trace_id}; empty if it has none or was read where there are none
 */
public record MetricSample(String name, Map<String, String> labels, double value, Map<String, String> exemplar) {

    /** Whether it has all of these labels, given as name, value, name, value. */
    public boolean matches(String... wanted) {
        for (int i = 0; i < wanted.length; i += 2) {
            if (!wanted[i + 1].equals(labels.get(wanted[i]))) {
                return false;
            }
        }
        return true;
    }

    /** A label, empty if it is absent. */
    public String label(String label) {
        return labels.getOrDefault(label, "");
    }
}
