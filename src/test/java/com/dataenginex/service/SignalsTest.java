package com.dataenginex.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignalsTest {
    private final AtomicInteger stops = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicLong now = new AtomicLong(-TimeUnit.MILLISECONDS.toNanos(200));
    private final Runnable handler = Signals.handler(stops::incrementAndGet, ends::incrementAndGet, now::get);

    /** As {@code timeout} does, which signals its child and the child's group. */
    @Test
    void aSignalThatComesWithTheFirstIsTheSame() {
        handler.run();
        handler.run();
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
        handler.run();

        assertThat(stops).hasValue(1);
        assertThat(ends).hasValue(0);
    }

    @Test
    void aLaterOneEndsTheProcess() {
        handler.run();
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(501));
        handler.run();

        assertThat(stops).hasValue(1);
        assertThat(ends).hasValue(1);
    }
}
