package com.dataenginex.logging;

import com.dataenginex.log.FieldWriter;
import com.dataenginex.log.TextFieldWriter;
import com.dataenginex.log.Fields;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The fields of one line as text, in their order; a text that is null is left out. */
final class ConsoleFields implements TextFieldWriter {
    private final Map<String, String> values = new LinkedHashMap<>();

    static ConsoleFields of(Fields fields) {
        ConsoleFields all = new ConsoleFields();
        fields.writeTo(all);
        return all;
    }

    /** Takes a field out; null if there is none. */
    String take(String name) {
        return values.remove(name);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Those that were not taken, by name. */
    Map<String, String> rest() {
        return values;
    }

    @Override
    public FieldWriter text(String name, String value) {
        if (value != null) {
            values.put(name, value);
        }
        return this;
    }

    @Override
    public FieldWriter seconds(String name, long nanos) {
        return text(name, String.format(Locale.ROOT, "%.6f", nanos / 1e9));
    }
}
