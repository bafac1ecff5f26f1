package com.dataenginex.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.SpanLimits;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Attributes in the order in which they were added, within a span's limits: no map, and not sorted. Written by one thread, and then only
 * read.
 */
final class AttributeList implements Attributes {
    private static final int NONE = -1;

    private final SpanLimits limits;
    /** A key, its value, the next key. */
    private final Object[] pairs;
    private int length;
    /** Of those that were there before. */
    private final int lengthBefore;
    private int dropped;

    /**
     * @param before attributes that are within the limits
     * @param more how many will be added at the most
     */
    AttributeList(Attributes before, int more, SpanLimits limits) {
        this.limits = limits;
        this.pairs = new Object[2 * (before.size() + more)];
        before.forEach(this::append);
        this.lengthBefore = length;
    }

    /** Adds one, each key once, in place of one of the same name that was there before; a value of null adds nothing. */
    <T> void add(AttributeKey<T> key, T value) {
        if (value == null) {
            return;
        }
        Object fitting = value instanceof String text && text.length() > limits.getMaxAttributeValueLength()
                ? text.substring(0, limits.getMaxAttributeValueLength())
                : value;
        int known = indexOf(key, lengthBefore);
        if (known != NONE) {
            pairs[known] = key;
            pairs[known + 1] = fitting;
        } else if (size() < limits.getMaxNumberOfAttributes()) {
            append(key, fitting);
        } else {
            dropped++;
        }
    }

    private void append(AttributeKey<?> key, Object value) {
        pairs[length++] = key;
        pairs[length++] = value;
    }

    /** How many there was no room for. */
    int dropped() {
        return dropped;
    }

    private int indexOf(AttributeKey<?> key, int end) {
        for (int i = 0; i < end; i += 2) {
            if (((AttributeKey<?>) pairs[i]).getKey().equals(key.getKey())) {
                return i;
            }
        }
        return NONE;
    }

    @Override
    @SuppressWarnings("unchecked") // A key's value has its type.
    public <T> T get(AttributeKey<T> key) {
        int known = key == null ? NONE : indexOf(key, length);
        return known == NONE || !pairs[known].equals(key) ? null : (T) pairs[known + 1];
    }

    @Override
    public void forEach(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
        for (int i = 0; i < length; i += 2) {
            consumer.accept((AttributeKey<?>) pairs[i], pairs[i + 1]);
        }
    }

    @Override
    public int size() {
        return length / 2;
    }

    @Override
    public boolean isEmpty() {
        return length == 0;
    }

    @Override
    public Map<AttributeKey<?>, Object> asMap() {
        return toBuilder().build().asMap();
    }

    @Override
    @SuppressWarnings("unchecked") // A key's value has its type.
    public AttributesBuilder toBuilder() {
        AttributesBuilder all = Attributes.builder();
        forEach((key, value) -> all.put((AttributeKey<Object>) key, value));
        return all;
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}
