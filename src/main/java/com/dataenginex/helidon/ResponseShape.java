package com.dataenginex.helidon;

import com.dataenginex.http.Exchange;
import io.helidon.common.buffers.BufferData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * What of a response goes out. To {@code HEAD} its head alone (RFC 9110, 9.3.2), whatever the handler sends: a byte more would be
 * read as the next response; and no length that is none of {@code GET}'s. No length with a 204 (8.6), nor with a
 * 304, whose own is none of {@code GET}'s. To a client of HTTP/1.0 no
 * interim response and no chunks (RFC 9112, 6.1): the body ends with the connection. A response to a request that is not here whole,
 * or whose body may come or not (RFC 9110, 10.1.1), says that it is the last one: a proxy would give the connection
 * to somebody else. So does one of a connection that is one too many, but for streams, which stay long after they have said it. Helidon 4.5.0 writes each head with one call.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webserver/webserver/src/main/java/io/helidon/webserver/http1/Http1ServerResponse.java">Helidon 4.5.0</a>
 */
final class ResponseShape {
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final String HEAD_END = "\r\n\r\n";
    private static final String LENGTH = "content-length:";
    private static final String CODING = "transfer-encoding:";

    private final RequestReader requests;
    private final BooleanSupplier leaving;
    /** The exchange whose head is written. */
    private Exchange begun;
    /** Whether the request under way had an interim response. */
    private boolean continued;
    private boolean last;
    /** Of the response under way, if the client does not know chunks. */
    private Dechunker dechunker;

    /**
     * @param requests what is read of the same connection
     * @param leaving whether the connection is one too many, and ends with the response that begins
     */
    ResponseShape(RequestReader requests, BooleanSupplier leaving) {
        this.requests = requests;
        this.leaving = leaving;
    }

    /**
     * What may be written in the place of this, or null for nothing.
     *
     * @param exchange the one under way, or null
     */
    BufferData of(BufferData buffer, Exchange exchange) {
        if (exchange == null) {
            return buffer;
        }
        if (begun == exchange) {
            return exchange.request().isHead()
                    ? null
                    : dechunker == null ? buffer : dechunker.plain(buffer.readBytes());
        }
        if (buffer.available() <= STATUS_AT + 2) {
            return buffer;
        }
        int first = buffer.get(STATUS_AT);
        if (first == '1') {
            continued = true;
            return requests.isOldClient() ? null : buffer;
        }
        begun = exchange;
        dechunker = null;
        last = requests.isOldClient() || !requests.isHere() || requests.isExpecting() && !continued
                || !exchange.endpoint().isStream() && leaving.getAsBoolean();
        continued = false;
        boolean empty = (first == '2' || first == '3') && buffer.get(STATUS_AT + 1) == '0'
                && buffer.get(STATUS_AT + 2) == '4';
        return empty || last || exchange.request().isHead()
                ? shaped(buffer.readBytes(), exchange.request().isHead(), empty)
                : buffer;
    }

    /** The response is whole; nothing of its request is kept. */
    void done() {
        begun = null;
        dechunker = null;
    }

    /** Whether the response under way has said that the connection ends with it. */
    boolean isLast() {
        return last;
    }

    private BufferData shaped(byte[] bytes, boolean head, boolean empty) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(HEAD_END);
        if (end < 0) {
            return BufferData.create(bytes);
        }
        List<String> lines = new ArrayList<>();
        for (String line : text.substring(0, end).split("\r\n")) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (requests.isOldClient() && lower.startsWith(CODING)) {
                dechunker = new Dechunker();
            } else if (!lower.startsWith(LENGTH)
                    || !empty && !(head && lower.substring(LENGTH.length()).strip().equals("0"))) {
                lines.add(line);
            }
        }
        if (last && lines.stream().noneMatch(line -> line.equalsIgnoreCase("connection: close"))) {
            lines.add("Connection: close");
        }
        byte[] shaped = (String.join("\r\n", lines) + HEAD_END).getBytes(StandardCharsets.ISO_8859_1);
        if (head || empty) {
            return BufferData.create(shaped);
        }
        byte[] rest = text.substring(end + HEAD_END.length()).getBytes(StandardCharsets.ISO_8859_1);
        return BufferData.create(BufferData.create(shaped),
                dechunker == null ? BufferData.create(rest) : dechunker.plain(rest));
    }

    /** Takes the chunks from a body that Helidon has made of them. */
    private static final class Dechunker {
        private final StringBuilder size = new StringBuilder();
        private int left;
        /** Octets of the line's end that follow a chunk's data. */
        private int skipped;

        BufferData plain(byte[] bytes) {
            BufferData plain = BufferData.growing(bytes.length + 1);
            int i = 0;
            while (i < bytes.length) {
                if (left > 0) {
                    int count = Math.min(left, bytes.length - i);
                    plain.write(bytes, i, count);
                    left -= count;
                    i += count;
                    skipped = left == 0 ? 2 : 0;
                } else if (skipped > 0) {
                    skipped--;
                    i++;
                } else {
                    size(bytes[i++]);
                }
            }
            return plain;
        }

        private void size(byte octet) {
            if (octet == '\n') {
                // An empty line ends the trailers.
                left = size.isEmpty() ? 0 : Integer.parseInt(size, 0, size.length(), 16);
                size.setLength(0);
            } else if (octet != '\r') {
                size.append((char) octet);
            }
        }
    }
}
