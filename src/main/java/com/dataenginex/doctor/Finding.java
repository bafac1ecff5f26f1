package com.dataenginex.doctor;

import java.time.Duration;

/**
 * One check.
 *
 * @param name what should be so, such as {@code Prometheus scrapes the service}
 * @param evidence what was seen
 * @param hint where it is described what to do; empty unless it warns or fails
 */
public record Finding(String category, String name, Verdict verdict, String evidence, String hint, Duration took) {
}
