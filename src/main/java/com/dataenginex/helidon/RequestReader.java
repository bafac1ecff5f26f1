package com.dataenginex.helidon;

import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import java.util.function.Supplier;

/**
 * Knows where each request of a connection begins and ends, and hands Helidon the octets of one at a time: its head once that is
 * found well formed, then its body, and nothing behind it. What is malformed is refused, whatever Helidon 4.5.0 would make of it.
 * The request of an HTTP/1.0 client is handed on as one of HTTP/1.1 that came {@code Via: 1.0}, and chunks without extensions and trailers. Used by the
 * connection's own thread.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webserver/webserver/src/main/java/io/helidon/webserver/http1/Http1Connection.java">Helidon 4.5.0</a>
 */
final class RequestReader implements Supplier<byte[]> {
    private static final int LONGEST_LINE = 4_096;
    /** Helidon makes some 150 bytes of objects for each. */
    private static final int MOST_FIELDS = 128;
    /** RFC 9112, 2.2, asks for one. */
    private static final int MOST_EMPTY_LINES = 8;

    private enum State {
        LINE,
        FIELDS,
        BODY,
        CHUNKS,
        BROKEN
    }

    private final Received received;
    private final int maxFieldOctets;
    private final Runnable headRead;
    private final RequestFields fields = new RequestFields();

    private State state = State.LINE;
    private RequestLine line = RequestLine.UNKNOWN;
    /** Where the fields begin, and which are checked. */
    private int fieldsAt;
    private int checked;
    private int fieldCount;
    private long left;
    private ChunkReader chunks;

    /** Of a request that is refused: as much of it as could be read. */
    record Refused(String method, String path, ServerRequestHeaders headers)
            implements
                DirectHandler.TransportRequest {
        @Override
        public String protocolVersion() {
            return "HTTP/1.1";
        }
    }

    /**
     * @param source what the client sent next, or null if it sends no more
     * @param maxFieldOctets octets of the header fields
     * @param headRead told each time a head is read whole
     */
    RequestReader(Supplier<byte[]> source, int maxFieldOctets, Runnable headRead) {
        this.received = new Received(source);
        this.maxFieldOctets = maxFieldOctets;
        this.headRead = headRead;
    }

    /** The next octets of the request under way, or null if the client sends no more. */
    @Override
    public byte[] get() {
        try {
            return switch (state) {
                case LINE -> line();
                case FIELDS -> fields(true) ? head() : null;
                case BODY -> body();
                case CHUNKS -> chunk();
                case BROKEN -> null;
            };
        } catch (MalformedRequest e) {
            throw malformed(e);
        }
    }

    /** Octets of a head that is not whole. */
    int held() {
        return received.held();
    }

    /** Whether nothing of a request has come. */
    boolean isIdle() {
        return state == State.LINE && received.available() == 0;
    }

    /** Whether the rest of the request under way has been received. */
    boolean isHere() {
        return switch (state) {
            case LINE -> true;
            case BODY -> left <= received.available();
            case CHUNKS -> chunks.isHere();
            case FIELDS, BROKEN -> false;
        };
    }

    /** Whether the request under way asks for an interim response before its body. */
    boolean isExpecting() {
        return fields.isExpecting();
    }

    /** Whether the last octet of the request under way has been handed on. */
    boolean isWhole() {
        return state == State.LINE;
    }

    /** Whether the request under way is that of an HTTP/1.0 client. */
    boolean isOldClient() {
        return line.isOldClient();
    }

    /** The request is answered; nothing of it is kept. */
    void done() {
        line = RequestLine.UNKNOWN;
    }

    private byte[] line() throws MalformedRequest {
        int end = received.lineEnd(0, LONGEST_LINE, true);
        for (int empty = 1; end == 0; empty++) {
            if (empty > MOST_EMPTY_LINES) {
                throw new MalformedRequest("The request begins with too many empty lines");
            }
            received.take(2);
            end = received.lineEnd(0, LONGEST_LINE, true);
        }
        if (end == Received.ENDED) {
            return null;
        }
        try {
            if (end == Received.TOO_LONG) {
                throw new MalformedRequest(Status.REQUEST_URI_TOO_LONG_414, "The request line is too long");
            }
            line = RequestLine.read(received.bytes(), received.index(0), received.index(end));
        } catch (MalformedRequest e) {
            int to = end < 0 ? received.available() : end;
            line = RequestLine.partial(received.bytes(), received.index(0), received.index(to));
            throw e;
        }
        fields.clear();
        fieldCount = 0;
        state = State.FIELDS;
        fieldsAt = end + 2;
        checked = fieldsAt;
        return fields(false) ? head() : lineAlone();
    }

    /** Helidon must know that a request has begun. */
    private byte[] lineAlone() {
        byte[] sent = received.take(fieldsAt);
        checked -= fieldsAt;
        fieldsAt = 0;
        byte[] replacement = line.replacement();
        return replacement == null ? sent : replacement;
    }

    /** Checks the fields that are here, or all; whether it has seen the last one. */
    private boolean fields(boolean waiting) throws MalformedRequest {
        while (true) {
            int end = received.lineEnd(checked, fieldsAt + maxFieldOctets - checked, waiting);
            if (end == Received.TOO_LONG) {
                throw new MalformedRequest(ProblemType.HEADERS_TOO_LARGE.status(),
                        "The header fields are too long");
            }
            if (end < 0) {
                return false;
            }
            if (end == checked) {
                checked += 2;
                return true;
            }
            if (++fieldCount > MOST_FIELDS) {
                throw new MalformedRequest(ProblemType.HEADERS_TOO_LARGE.status(),
                        "The request has too many header fields");
            }
            fields.add(received.bytes(), received.index(checked), received.index(end));
            checked = end + 2;
        }
    }

    private byte[] head() throws MalformedRequest {
        left = fields.bodyLength(line.isOldClient());
        if (left == 0) {
            state = State.LINE;
        } else if (left == RequestFields.CHUNKED) {
            state = State.CHUNKS;
            chunks = new ChunkReader(received, maxFieldOctets);
        } else {
            state = State.BODY;
        }
        headRead.run();
        byte[] replacement = fieldsAt == 0 ? null : line.replacement();
        if (replacement == null) {
            return received.take(checked);
        }
        received.skip(fieldsAt);
        byte[] rest = received.take(checked - fieldsAt);
        byte[] whole = new byte[replacement.length + rest.length];
        System.arraycopy(replacement, 0, whole, 0, replacement.length);
        System.arraycopy(rest, 0, whole, replacement.length, rest.length);
        return whole;
    }

    private byte[] body() {
        if (received.available() == 0 && !received.more()) {
            return null;
        }
        int count = (int) Math.min(left, received.available());
        left -= count;
        if (left == 0) {
            state = State.LINE;
        }
        return received.take(count);
    }

    private byte[] chunk() throws MalformedRequest {
        byte[] next = chunks.next();
        if (chunks.isDone()) {
            chunks = null;
            state = State.LINE;
        }
        return next;
    }

    private RuntimeException malformed(MalformedRequest e) {
        boolean body = state == State.CHUNKS;
        RuntimeException refusal = body
                ? new ProblemException(
                        Problem.of(ProblemType.BAD_REQUEST, e.getMessage() + ".", HeaderValues.CONNECTION_CLOSE))
                : refusal(e.status(), e.getMessage());
        state = State.BROKEN;
        return refusal;
    }

    /** What ends the connection, with a response to the request whose head is not whole. */
    RequestException refusal(Status status, String message) {
        WritableHeaders<?> headers = state == State.FIELDS
                ? RequestFields.readable(received.bytes(), received.index(fieldsAt),
                        received.index(received.available()))
                : WritableHeaders.create();
        DirectHandler.EventType type = status.equals(Status.HTTP_VERSION_NOT_SUPPORTED_505)
                ? DirectHandler.EventType.HTTP_VERSION_NOT_SUPPORTED
                : DirectHandler.EventType.BAD_REQUEST;
        return RequestException.builder().type(type).status(status)
                .request(new Refused(line.method(), line.target(), ServerRequestHeaders.create(headers)))
                .setKeepAlive(false).message(message).build();
    }
}
