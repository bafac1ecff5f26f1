package com.dataenginex.exercise;

import com.dataenginex.drill.DrillFault;
import com.dataenginex.drill.DrillOrder;
import java.time.Duration;

/**
 * How much a drill sends.
 *
 * @param rate requests in a second; 0 where as many are sent as are held at once
 * @param atOnce how many are under way at most
 * @param time how long each of them is delayed or held
 * @param breach until their share is beyond the limit
 */
record Share(double rate, int atOnce, Duration time, Duration breach) {
    /** Far enough above the limit that the next edge of a histogram is too. */
    private static final double BEYOND = 1.6;
    /** Of a window, until the limit is breached. */
    private static final double PART = 0.2;
    /** Of the 95th percentile: so many are slow if it is; a little more, to be seen. */
    private static final double SLOW_SHARE = 0.065;
    private static final double ERROR_SHARE = 3;
    /** An alert on a share asks for so many requests in its window. */
    private static final int LEAST_REQUESTS = 30;
    /** Of the limit of saturation, so that no other drill comes near it. */
    private static final double QUIET = 0.5;
    private static final double FULL = 2;
    /** Of the limit of latency: what is held for saturation is not slow. */
    private static final double QUICK = 0.6;
    private static final int SPARE = 4;
    private static final Share NOTHING = new Share(0, 1, Duration.ZERO, Duration.ZERO);

    /**
     * @param traffic requests in a second now
     * @param window that the rule looks back on
     * @param instances that share the requests
     * @throws RefusedException if there is too much traffic for a drill
     */
    static Share of(DrillFault fault, Promises promises, String environment, double traffic, Duration window,
            int instances) {
        double slow = promises.of(DrillFault.LATENCY).limit(environment);
        double full = promises.of(DrillFault.SATURATION).limit(environment);
        return switch (fault) {
            case DEPENDENCY -> NOTHING;
            case SATURATION -> new Share(0, (int) Math.ceil(full * FULL + SPARE) * instances,
                    Times.seconds(slow * QUICK), Duration.ZERO);
            case ERRORS -> {
                double share = Math.min(QUIET,
                        promises.of(DrillFault.ERRORS).limit(environment) * ERROR_SHARE);
                yield paced(share, traffic, window, Duration.ZERO, full);
            }
            case LATENCY -> {
                Duration delay = Times.seconds(slow * BEYOND);
                if (delay.compareTo(DrillOrder.LONGEST) > 0) {
                    throw new RefusedException("a request may be delayed by " + Times.text(DrillOrder.LONGEST)
                            + ", and the limit is " + Numbers.text(slow) + " s");
                }
                yield paced(SLOW_SHARE, traffic, window, delay, full * instances);
            }
        };
    }

    private static Share paced(double share, double traffic, Duration window, Duration delay, double full) {
        double seconds = Math.max(1, window.toMillis() / 1_000.0);
        double soon = seconds * PART;
        double rate = Math.max(LEAST_REQUESTS / soon, share / (1 - share) * traffic / PART);
        double most = delay.isZero() ? rate : full * QUIET / (delay.toMillis() / 1_000.0);
        if (rate > most) {
            // Slower, and then it takes longer until enough of the window's requests are slow.
            rate = most;
            soon = Math.max(LEAST_REQUESTS / rate, share / (1 - share) * traffic * seconds / rate);
            if (soon > seconds) {
                throw new RefusedException("with " + Numbers.text(traffic) + " requests in a second, a share that "
                        + "breaches the limit would itself saturate the service");
            }
        }
        return new Share(rate, (int) Math.ceil(full), delay, delay.plus(Times.seconds(soon)));
    }
}
