package com.dataenginex.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.metrics.Reading;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the page adds up of the registry. */
class RegistryTotalsTest {
    private static Reading most(String pool, double bytes) {
        return new Reading("jvm_memory_max_bytes", Map.of("area", "heap", "id", pool), bytes);
    }

    /** The share is of the pool of what lives long, which with some collectors is a part of the heap, and with some all of it. */
    @Test
    void theHeapAfterACollectionIsAShareOfTheGreatestPool() {
        RegistryTotals totals = RegistryTotals.of(0,
                List.of(most("Eden Space", 100), most("Survivor Space", -1), most("Tenured Gen", 200),
                        new Reading("jvm_memory_max_bytes", Map.of("area", "nonheap", "id", "Metaspace"), 900),
                        new Reading("jvm_memory_usage_after_gc", Map.of("area", "heap"), 0.5)),
                Set.of(), Set.of());

        assertThat(totals.heapAfterCollection()).isEqualTo(100);
        assertThat(totals.value("jvm_memory_max_bytes")).isEqualTo(300);
    }
}
