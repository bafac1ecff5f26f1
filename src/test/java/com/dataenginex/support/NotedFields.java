package com.dataenginex.support;

import com.dataenginex.log.FieldWriter;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Fields of an event as {@code name=value}, with a space between them. */
public final class NotedFields implements FieldWriter {
    private final List<Map.Entry<String, String>> fields = new ArrayList<>();

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
        fields.add(new SimpleEntry<>(name, String.valueOf(value)));
        return this;
    }

    /** Each field's value; of two of one name the last one. */
    public Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        fields.forEach(field -> values.put(field.getKey(), field.getValue()));
        return values;
    }

    @Override
    public String toString() {
        return fields.stream().map(Map.Entry::toString).collect(Collectors.joining(" "));
    }
}
