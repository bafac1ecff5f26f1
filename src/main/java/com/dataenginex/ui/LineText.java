package com.dataenginex.ui;

import com.dataenginex.log.FieldWriter;
import com.dataenginex.log.TextFieldWriter;
import com.dataenginex.logging.LogLine;
import java.util.Locale;

/** Looks for a text in the fields of a line, those of what was thrown among them. For one question, on one thread. */
final class LineText implements TextFieldWriter {
    private final String wanted;
    private String name;
    private boolean found;

    /** @param wanted in small letters */
    LineText(String wanted) {
        this.wanted = wanted;
    }

    boolean isIn(LogLine line) {
        try {
            line.writeFields(this);
        } catch (RuntimeException e) {
            // A line whose fields cannot be written has no text in them.
            return found;
        }
        return found;
    }

    /** Whether it is in the field of that name, in small or capital letters. */
    boolean isFieldOf(String field, LogLine line) {
        name = field;
        return isIn(line);
    }

    @Override
    public FieldWriter text(String field, String value) {
        boolean named = name == null || field.equalsIgnoreCase(name);
        found |= named && value != null && value.toLowerCase(Locale.ROOT).contains(wanted);
        return this;
    }

    @Override
    public FieldWriter seconds(String field, long nanos) {
        return text(field, Double.toString(nanos / 1e9));
    }
}
