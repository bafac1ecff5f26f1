package com.dataenginex.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Reads a registry without a scrape, under the names that a scrape has. */
final class Readings {
    private final MeterRegistry registry;

    Readings(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param wanted by the meter's name in a scrape, without {@code _count}, {@code _sum} or {@code _bucket} */
    List<Reading> of(Predicate<String> wanted) {
        List<Reading> readings = new ArrayList<>();
        NamingConvention naming = registry.config().namingConvention();
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            String name = naming.name(id.getName(), id.getType(), id.getBaseUnit());
            if (wanted.test(name)) {
                read(meter, name, labels(id, naming), readings);
            }
        }
        return readings;
    }

    private static void read(Meter meter, String name, Map<String, String> labels, List<Reading> into) {
        switch (meter) {
            case Timer timer -> timer(timer, name, labels, into);
            case TimeGauge gauge -> into.add(new Reading(name, labels, gauge.value(TimeUnit.SECONDS)));
            case Gauge gauge -> into.add(new Reading(name, labels, gauge.value()));
            case Counter counter -> into.add(new Reading(name, labels, counter.count()));
            case FunctionCounter counter -> into.add(new Reading(name, labels, counter.count()));
            case FunctionTimer timer -> {
                into.add(new Reading(name + "_count", labels, timer.count()));
                into.add(new Reading(name + "_sum", labels, timer.totalTime(TimeUnit.SECONDS)));
            }
            case LongTaskTimer timer -> into.add(new Reading(name + "_active_count", labels, timer.activeTasks()));
            default -> {
                for (Measurement measurement : meter.measure()) {
                    into.add(new Reading(name + "_" + measurement.getStatistic().getTagValueRepresentation(), labels,
                            measurement.getValue()));
                }
            }
        }
    }

    private static void timer(Timer timer, String name, Map<String, String> labels, List<Reading> into) {
        for (CountAtBucket bucket : timer.takeSnapshot().histogramCounts()) {
            Map<String, String> edge = new HashMap<>(labels);
            double seconds = bucket.bucket(TimeUnit.SECONDS);
            edge.put("le", Double.isInfinite(seconds) ? "+Inf" : Double.toString(seconds));
            into.add(new Reading(name + "_bucket", edge, bucket.count()));
        }
        into.add(new Reading(name + "_count", labels, timer.count()));
        into.add(new Reading(name + "_sum", labels, timer.totalTime(TimeUnit.SECONDS)));
    }

    private static Map<String, String> labels(Meter.Id id, NamingConvention naming) {
        Map<String, String> labels = new HashMap<>();
        id.getTags().forEach(tag -> labels.put(naming.tagKey(tag.getKey()), tag.getValue()));
        return labels;
    }
}
