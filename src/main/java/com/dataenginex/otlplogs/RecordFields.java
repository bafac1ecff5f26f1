package com.dataenginex.otlplogs;

import com.dataenginex.log.FieldWriter;
import com.dataenginex.log.LimitedText;
import com.dataenginex.logging.LogLine;
import io.opentelemetry.api.logs.LogRecordBuilder;

/** Fields as attributes of their own types; a duration is seconds. */
record RecordFields(LogRecordBuilder record) implements FieldWriter {
    private static final double MICROS = 1e6;

    @Override
    public FieldWriter text(String name, String value) {
        if (value != null) {
            record.setAttribute(name, LimitedText.of(value, LogLine.LONGEST_TEXT));
        }
        return this;
    }

    @Override
    public FieldWriter number(String name, long value) {
        record.setAttribute(name, value);
        return this;
    }

    @Override
    public FieldWriter number(String name, double value) {
        record.setAttribute(name, value);
        return this;
    }

    @Override
    public FieldWriter flag(String name, boolean value) {
        record.setAttribute(name, value);
        return this;
    }

    @Override
    public FieldWriter seconds(String name, long nanos) {
        // Whole microseconds, rounded as in a line.
        return number(name, Math.max(0, nanos + 500) / 1_000 / MICROS);
    }
}
