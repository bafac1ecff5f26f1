package com.dataenginex.helidon;

import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import java.nio.charset.StandardCharsets;

/** A request's header fields: what each line may hold (RFC 9112, 5), and what they say of the body (6). */
final class RequestFields {
    /** The body comes in chunks. */
    static final long CHUNKED = -1;

    /** Of a length that fits a {@code long}. */
    private static final int MOST_DIGITS = 18;
    private static final String CODING = "chunked";

    private int hosts;
    private boolean lengthKnown;
    private long length;
    private boolean chunked;
    private boolean expecting;

    void clear() {
        expecting = false;
        hosts = 0;
        lengthKnown = false;
        length = 0;
        chunked = false;
    }

    /**
     * Reads one field.
     *
     * @param end behind its last octet, where its CR is
     */
    void add(byte[] bytes, int start, int end) throws MalformedRequest {
        int colon = check(bytes, start, end);
        switch (colon - start) {
            case 4 -> {
                if (is("host", bytes, start)) {
                    host(bytes, colon + 1, end);
                }
            }
            case 6 -> expecting |= is("expect", bytes, start);
            case 14 -> {
                if (is("content-length", bytes, start)) {
                    length(bytes, colon + 1, end);
                }
            }
            case 17 -> {
                if (is("transfer-encoding", bytes, start)) {
                    coding(bytes, colon + 1, end);
                }
            }
            default -> {
                // Nothing that decides where the request ends.
            }
        }
    }

    /** The position of the colon of a field, or of a trailer, that is well formed. */
    static int check(byte[] bytes, int start, int end) throws MalformedRequest {
        int colon = Octets.span(Octets.TOKEN, bytes, start, end);
        if (colon == start || colon == end || bytes[colon] != ':') {
            throw new MalformedRequest(
                    "A header field does not begin with a name and a colon; a line is not continued on the next one");
        }
        if (Octets.span(Octets.VALUE, bytes, colon + 1, end) < end) {
            throw new MalformedRequest("A header field's value has a control character");
        }
        return colon;
    }

    private static boolean is(String name, byte[] bytes, int start) {
        for (int i = 0; i < name.length(); i++) {
            if ((bytes[start + i] | (name.charAt(i) == '-' ? 0 : 0x20)) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void host(byte[] bytes, int from, int end) throws MalformedRequest {
        String host = value(bytes, from, end);
        if (!RequestAuthority.isValid(host)) {
            throw new MalformedRequest("The Host field is not a host with or without a port");
        }
        if (++hosts > 1) {
            throw new MalformedRequest("The request has more than one Host field");
        }
    }

    private void length(byte[] bytes, int from, int end) throws MalformedRequest {
        String digits = value(bytes, from, end);
        if (digits.isEmpty() || digits.length() > MOST_DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new MalformedRequest("The Content-Length is not one number of at most " + MOST_DIGITS + " digits");
        }
        if (lengthKnown) {
            throw new MalformedRequest("The request has more than one Content-Length field");
        }
        lengthKnown = true;
        length = Long.parseLong(digits);
    }

    private void coding(byte[] bytes, int from, int end) throws MalformedRequest {
        if (chunked || !value(bytes, from, end).equalsIgnoreCase(CODING)) {
            throw new MalformedRequest("The Transfer-Encoding is not chunked, once and alone");
        }
        chunked = true;
    }

    private static String value(byte[] bytes, int from, int end) {
        int first = from;
        int last = end;
        while (first < last && isBlank(bytes[first])) {
            first++;
        }
        while (last > first && isBlank(bytes[last - 1])) {
            last--;
        }
        return new String(bytes, first, last - first, StandardCharsets.ISO_8859_1);
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /**
     * How long the body is, once all fields are read.
     *
     * @return its octets, or {@link #CHUNKED}
     */
    long bodyLength(boolean oldClient) throws MalformedRequest {
        if (hosts == 0 && !oldClient) {
            throw new MalformedRequest("The request has no Host field");
        }
        if (chunked && lengthKnown) {
            throw new MalformedRequest("The request has a Content-Length and a Transfer-Encoding");
        }
        if (chunked && oldClient) {
            throw new MalformedRequest("HTTP/1.0 has no Transfer-Encoding");
        }
        return chunked ? CHUNKED : length;
    }

    /** Whether the client may wait with its body for an interim response. */
    boolean isExpecting() {
        return expecting;
    }

    /** Those of a head that was refused: the lines that are whole and well formed. */
    static WritableHeaders<?> readable(byte[] bytes, int from, int to) {
        WritableHeaders<?> headers = WritableHeaders.create();
        int start = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                add(headers, bytes, start, i > start && bytes[i - 1] == '\r' ? i - 1 : i);
                start = i + 1;
            }
        }
        return headers;
    }

    private static void add(WritableHeaders<?> headers, byte[] bytes, int start, int end) {
        try {
            int colon = check(bytes, start, end);
            headers.add(HeaderNames.create(new String(bytes, start, colon - start, StandardCharsets.ISO_8859_1)),
                    value(bytes, colon + 1, end));
        } catch (MalformedRequest e) {
            // The others say enough.
        }
    }
}
