package com.dataenginex.http;

import io.helidon.common.GenericType;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.mapper.Value;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A response header whose value is made here, of nothing but visible characters. Helidon reads every other header of every response
 * once more, octet by octet, before it writes it. Immutable.
 */
public final class OwnHeader implements Header {
    private static final String SEPARATOR = ": ";
    /** Octets of a line's end. */
    private static final int END = 2;

    private final HeaderName name;
    /** With its end. */
    private final byte[] line;

    /** A header that each response has with another value. Immutable. */
    public static final class Varying {
        private final HeaderName name;
        private final byte[] start;

        private Varying(String name) {
            this.name = HeaderNames.create(name);
            this.start = (name + SEPARATOR).getBytes(StandardCharsets.US_ASCII);
        }

        public HeaderName name() {
            return name;
        }

        /** @param parts of the value, of visible ASCII characters and spaces alone, which is not checked */
        @SuppressWarnings("deprecation")
        public Header of(String... parts) {
            int length = start.length + END;
            for (String part : parts) {
                length += part.length();
            }
            byte[] line = new byte[length];
            System.arraycopy(start, 0, line, 0, start.length);
            int at = start.length;
            for (String part : parts) {
                // Of ASCII the low octets are all there is.
                part.getBytes(0, part.length(), line, at);
                at += part.length();
            }
            line[at] = '\r';
            line[at + 1] = '\n';
            return new OwnHeader(name, line);
        }
    }

    private OwnHeader(HeaderName name, byte[] line) {
        this.name = name;
        this.line = line;
    }

    public static Varying varying(String name) {
        return new Varying(name);
    }

    /**
     * One that is always the same.
     *
     * @throws IllegalArgumentException if it holds what a header may not
     */
    public static Header fixed(HeaderName name, String value) {
        HeaderValues.create(name, value).validate();
        return new Varying(name.defaultCase()).of(value);
    }

    @Override
    public void writeHttp1Header(BufferData buffer) {
        buffer.write(line);
    }

    /** Nothing is left to check. */
    @Override
    public void validate() {
        // See the class.
    }

    @Override
    public String name() {
        return name.defaultCase();
    }

    @Override
    public HeaderName headerName() {
        return name;
    }

    @Override
    public String get() {
        int start = name.defaultCase().length() + SEPARATOR.length();
        return new String(line, start, line.length - END - start, StandardCharsets.US_ASCII);
    }

    @Override
    public String getString() {
        return get();
    }

    @Override
    public List<String> allValues() {
        return List.of(get());
    }

    @Override
    public int valueCount() {
        return 1;
    }

    @Override
    public boolean sensitive() {
        return false;
    }

    @Override
    public boolean changing() {
        return false;
    }

    @Override
    public <N> Value<N> as(Class<N> type) {
        return plain().as(type);
    }

    @Override
    public <N> Value<N> as(GenericType<N> type) {
        return plain().as(type);
    }

    @Override
    public <N> Value<N> as(Function<? super String, ? extends N> mapper) {
        return plain().as(mapper);
    }

    @Override
    public Optional<String> asOptional() {
        return Optional.of(get());
    }

    @Override
    public Value<Boolean> asBoolean() {
        return plain().asBoolean();
    }

    @Override
    public Value<String> asString() {
        return plain().asString();
    }

    @Override
    public Value<Integer> asInt() {
        return plain().asInt();
    }

    @Override
    public Value<Long> asLong() {
        return plain().asLong();
    }

    @Override
    public Value<Double> asDouble() {
        return plain().asDouble();
    }

    private Header plain() {
        return HeaderValues.create(name, get());
    }

    @Override
    public String toString() {
        return name() + SEPARATOR + get();
    }
}
