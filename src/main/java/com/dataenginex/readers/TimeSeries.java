package com.dataenginex.readers;

import java.time.Instant;
import java.util.Map;

/** One series over time, the oldest value first; the name is the label {@code __name__}. */
public record TimeSeries(Map<String, String> labels, Map<Instant, Double> values) {
}
