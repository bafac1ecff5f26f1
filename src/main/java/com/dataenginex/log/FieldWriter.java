package com.dataenginex.log;

/** Takes typed fields; a null text is left out. */
public interface FieldWriter {
    FieldWriter text(String name, String value);

    FieldWriter number(String name, long value);

    FieldWriter number(String name, double value);

    FieldWriter flag(String name, boolean value);

    /** A duration, written in seconds with six decimals. */
    FieldWriter seconds(String name, long nanos);
}
