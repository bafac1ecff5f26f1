package com.dataenginex.log;

/** Takes every field but a duration as its text. */
public interface TextFieldWriter extends FieldWriter {
    @Override
    default FieldWriter number(String name, long value) {
        return text(name, Long.toString(value));
    }

    @Override
    default FieldWriter number(String name, double value) {
        return text(name, Double.toString(value));
    }

    @Override
    default FieldWriter flag(String name, boolean value) {
        return text(name, Boolean.toString(value));
    }
}
