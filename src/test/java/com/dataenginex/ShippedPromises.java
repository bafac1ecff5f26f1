package com.dataenginex;

import com.dataenginex.exercise.Promises;
import java.util.Map;

/** What the product promises of its alerting, for tests of other packages. */
public final class ShippedPromises {
    private ShippedPromises() {
    }

    public static Promises read() {
        return Drills.promises(AppConfig.load(Map.of()).objectives());
    }
}
