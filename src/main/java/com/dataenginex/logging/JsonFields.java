package com.dataenginex.logging;

import com.dataenginex.json.JsonWriter;
import com.dataenginex.log.FieldWriter;
import com.dataenginex.log.LimitedText;

/** Fields as members of the JSON object that is open; a text that is null is left out, a long one is cut. */
public class JsonFields implements FieldWriter {
    private final JsonWriter out;

    public JsonFields(JsonWriter out) {
        this.out = out;
    }

    /** Begins a member. */
    protected JsonWriter field(String name) {
        return out.field(name);
    }

    @Override
    public final FieldWriter text(String name, String value) {
        if (value != null) {
            field(name).string(LimitedText.of(value, LogLine.LONGEST_TEXT));
        }
        return this;
    }

    @Override
    public final FieldWriter number(String name, long value) {
        field(name).number(value);
        return this;
    }

    @Override
    public final FieldWriter number(String name, double value) {
        field(name).number(value);
        return this;
    }

    @Override
    public final FieldWriter flag(String name, boolean value) {
        field(name).bool(value);
        return this;
    }

    @Override
    public final FieldWriter seconds(String name, long nanos) {
        field(name).seconds(nanos);
        return this;
    }
}
