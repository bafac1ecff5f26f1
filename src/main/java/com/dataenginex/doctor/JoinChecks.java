package com.dataenginex.doctor;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The trace id of the line, of the span and of the exemplar is one, so that each leads to the others. */
final class JoinChecks implements Checks {

    @Override
    public String category() {
        return "join";
    }

    @Override
    public void run(Examination run, Findings out) {
        if (run.traceIds.size() < 2) {
            out.skip("one trace id", "it was found in " + (run.traceIds.isEmpty()
                    ? "no place"
                    : run.traceIds.keySet().iterator().next() + " alone"));
            return;
        }
        out.check("one trace id joins them", Hint.JAEGER, () -> {
            Set<String> ids = new TreeSet<>(run.traceIds.values().stream().flatMap(List::stream).toList());
            if (!ids.equals(Set.of(run.traceId))) {
                throw CheckFailed.failure(run.traceIds + ", sent was " + run.traceId
                        + ": something between replaces traceparent");
            }
            return String.join(", ", new TreeSet<>(run.traceIds.keySet())) + " have " + run.traceId;
        });
    }
}
