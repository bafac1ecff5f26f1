package com.dataenginex.insights;

import java.util.SplittableRandom;

/**
 * Made-up figures of a quiet, healthy service: each is two slow waves around a mean, so that neighbours differ
 * little. The same seed gives the same values, on every replica and after every restart.
 */
final class SyntheticFigures implements Figures {
    private static final double SLOW = 2 * Math.PI / 40;
    private static final double FAST = 2 * Math.PI / 13;

    private final double[] phases;

    SyntheticFigures(long seed) {
        phases = new SplittableRandom(seed).doubles(Metric.values().length * 2L, 0, 2 * Math.PI).toArray();
    }

    @Override
    public double value(Metric metric, int position) {
        double wave = wave(metric, position);
        return switch (metric) {
            case REQUEST_RATE -> rounded(42 + 8 * wave, 1e2);
            case ERROR_RATE -> rounded(0.004 + 0.003 * wave, 1e5);
            case IN_FLIGHT -> Math.round(4 + 3 * wave);
        };
    }

    /** From -1 to 1. */
    private double wave(Metric metric, int position) {
        int first = metric.ordinal() * 2;
        return 0.7 * Math.sin(phases[first] + SLOW * position) + 0.3 * Math.sin(phases[first + 1] + FAST * position);
    }

    private static double rounded(double value, double steps) {
        return Math.round(value * steps) / steps;
    }
}
