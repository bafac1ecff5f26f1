package com.dataenginex.exercise;

import com.dataenginex.drill.DrillFault;
import java.util.List;

/**
 * What a product promises of its alerting.
 *
 * @param app value of the label {@code app} of its series
 * @param readySeries metric that is 0 where an instance is not ready
 * @param budgetSeries series of the share of the error budget that is left
 */
public record Promises(String app, String readySeries, String budgetSeries, List<Promise> all) {

    public Promises {
        all = List.copyOf(all);
    }

    Promise of(DrillFault fault) {
        return all.stream().filter(one -> one.fault() == fault).findFirst().orElseThrow();
    }
}
