package com.dataenginex.objectives;

/**
 * How this instance keeps one objective, since its start.
 *
 * @param target share of the requests that are to keep it
 * @param good requests that kept it, without those of drills
 * @param bad requests that did not
 * @param budgetLeft 1 is all of it, below 0 it is overspent
 * @param burnShort how many times as fast as the target allows requests went wrong within five minutes; NaN without a request
 * @param burnLong the same within an hour
 */
public record ObjectiveState(String name, double target, long good, long bad, double budgetLeft, double burnShort,
        double burnLong) {
}
