package com.dataenginex.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON (RFC 8259) into a {@link Utf8Buffer}: the syntax, and nothing of bytes. Whatever text it is given, the result is
 * one well-formed value on one line. Not thread-safe.
 */
public final class JsonWriter {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final Utf8Buffer buffer;
    private boolean separate;

    /** @param capacity first size of a buffer of its own, in bytes */
    public JsonWriter(int capacity) {
        this(new Utf8Buffer(capacity));
    }

    /** Appends one value to the buffer. */
    public JsonWriter(Utf8Buffer buffer) {
        this.buffer = buffer;
    }

    public JsonWriter beginObject() {
        return open('{');
    }

    public JsonWriter endObject() {
        return close('}');
    }

    public JsonWriter beginArray() {
        return open('[');
    }

    public JsonWriter endArray() {
        return close(']');
    }

    public JsonWriter field(String name) {
        separator();
        quoted(name);
        buffer.put((byte) ':');
        separate = false;
        return this;
    }

    /** A field's name as {@link #encoded} gave it. */
    public JsonWriter field(byte[] encodedName) {
        separator();
        buffer.put(encodedName);
        separate = false;
        return this;
    }

    /** A field's name with its quotes and colon, for those who write it often. */
    public static byte[] encoded(String name) {
        return new JsonWriter(name.length() + 8).field(name).toBytes();
    }

    /** A string, or null. */
    public JsonWriter string(String value) {
        separator();
        if (value == null) {
            buffer.put(NULL);
        } else {
            quoted(value);
        }
        return written();
    }

    /** A string that is known to hold nothing but letters and digits of ASCII and {@code - _ . : / + =}, such as an id. */
    public JsonWriter id(String value) {
        separator();
        buffer.put((byte) '"').ascii(value).put((byte) '"');
        return written();
    }

    public JsonWriter number(long value) {
        separator();
        buffer.digits(value);
        return written();
    }

    /** A number; one that JSON cannot write (NaN, infinity) as a string. */
    public JsonWriter number(double value) {
        return Double.isFinite(value) ? literal(Double.toString(value)) : string(Double.toString(value));
    }

    public JsonWriter number(BigDecimal value) {
        return literal(value.toPlainString());
    }

    public JsonWriter bool(boolean value) {
        return literal(value ? "true" : "false");
    }

    /** Nanoseconds as seconds with six decimals. */
    public JsonWriter seconds(long nanos) {
        separator();
        buffer.seconds(nanos);
        return written();
    }

    /** Bytes that are already JSON, as a value or as members of the object that is open. */
    public JsonWriter raw(byte[] json) {
        separator();
        buffer.put(json);
        return written();
    }

    /** Ends the line. */
    public JsonWriter newLine() {
        buffer.put((byte) '\n');
        separate = false;
        return this;
    }

    public byte[] toBytes() {
        return buffer.toBytes();
    }

    private JsonWriter literal(String value) {
        separator();
        buffer.ascii(value);
        return written();
    }

    private JsonWriter open(char bracket) {
        separator();
        buffer.put((byte) bracket);
        separate = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        buffer.put((byte) bracket);
        return written();
    }

    private JsonWriter written() {
        separate = true;
        return this;
    }

    private void separator() {
        if (separate) {
            buffer.put((byte) ',');
        }
    }

    private void quoted(String value) {
        buffer.put((byte) '"').escaped(value).put((byte) '"');
    }
}
