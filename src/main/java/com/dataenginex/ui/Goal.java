package com.dataenginex.ui;

/**
 * An objective, and how this instance keeps it since its start.
 *
 * @param target share of the requests that are to keep it, 0 to 1
 * @param good requests that kept it
 * @param bad requests that did not
 * @param budgetLeft share of the budget of errors; below 0 it is overspent
 * @param burn how many times as fast as allowed requests went wrong within five minutes; NaN without a request
 */
public record Goal(String name, double target, long good, long bad, double budgetLeft, double burn) {
}
