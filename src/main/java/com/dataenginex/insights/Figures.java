package com.dataenginex.insights;

/** Values for events. */
interface Figures {
    /** @param position of the event in its stream, from 1 */
    double value(Metric metric, int position);
}
