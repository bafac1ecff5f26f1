package com.dataenginex.http;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/**
 * A context with one value more than another one, without a copy of what that holds: each request makes two of them. Immutable.
 *
 * @param before what holds the other values
 */
record LinkedContext(Context before, ContextKey<?> key, Object value) implements Context {

    @Override
    @SuppressWarnings("unchecked") // Put in with a key of its type.
    public <V> V get(ContextKey<V> wanted) {
        Context one = this;
        while (one instanceof LinkedContext linked) {
            if (linked.key == wanted) {
                return (V) linked.value;
            }
            one = linked.before;
        }
        return one.get(wanted);
    }

    /** In place of the last value, if that has the same key, so that a loop makes no chain. */
    @Override
    public <V> Context with(ContextKey<V> another, V its) {
        return new LinkedContext(another == key ? before : this, another, its);
    }

    /** Without the values of others. */
    @Override
    public String toString() {
        return key + "=" + value;
    }
}
