package com.dataenginex.support;

import com.dataenginex.log.FieldWriter;
import java.util.ArrayList;
import java.util.List;

/** Fields of an event as {@code name=value}, with a space between them. */
public final class NotedFields implements FieldWriter {
    private final List<String> fields = new ArrayList<>();

    @Override
    public FieldWriter text(String name, String value) {
        return note(name, value);
    }

    @Override
    public FieldWriter number(String name, long value) {
        return note(name, value);
    }

    @Override
    public FieldWriter number(String name, double value) {
        return note(name, value);
    }

    @Override
    public FieldWriter flag(String name, boolean value) {
        return note(name, value);
    }

    @Override
    public FieldWriter seconds(String name, long nanos) {
        return note(name, nanos + "ns");
    }

    private FieldWriter note(String name, Object value) {
        fields.add(name + "=" + value);
        return this;
    }

    @Override
    public String toString() {
        return String.join(" ", fields);
    }
}
