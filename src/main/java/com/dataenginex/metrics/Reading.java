package com.dataenginex.metrics;

import java.util.Map;

/**
 * One value of a metric at this moment.
 *
 * @param name as in a scrape, such as {@code http_request_duration_seconds_count}
 * @param labels name to value
 */
public record Reading(String name, Map<String, String> labels, double value) {

    public Reading {
        labels = Map.copyOf(labels);
    }
}
