package com.dataenginex.helidon;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.ClientResponseHeaders;
import io.helidon.http.HeaderNames;
import io.helidon.http.Http1HeadersParser;
import io.helidon.http.Status;
import io.helidon.webclient.api.ClientConnection;
import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.api.WebClientServiceResponse;
import io.helidon.webclient.http1.Http1StatusParser;
import io.helidon.webclient.spi.WebClientService;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/**
 * Reads each response by the letter, and part by part. Helidon 4.5.0 takes an interim response (RFC 9110, 15.2) for the final one,
 * takes each chunk into memory whole, up to 2 GiB, does not look at what stands behind a chunk, accepts two framings in one
 * response, and fails at the end of a response that ends with its connection. The connection must be closed after each response:
 * what a server sends behind it is nobody's answer.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webclient/http1/src/main/java/io/helidon/webclient/http1/Http1CallChainBase.java">Helidon 4.5.0</a>
 */
public final class StrictResponses implements WebClientService {
    private static final int LONGEST_LINE = 1_024;
    private static final int MOST_FIELDS = 16_384;
    private static final int MOST_INTERIM = 16;
    private static final int FIRST_FINAL = 200;
    private static final int SWITCHING = 101;

    private final int maxBytes;

    /** @param maxBytes of a chunk */
    public StrictResponses(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public WebClientServiceResponse handle(Chain chain, WebClientServiceRequest request) {
        WebClientServiceResponse response = chain.proceed(request);
        DataReader reader = ((ClientConnection) response.connection()).reader();
        Status status = response.status();
        ClientResponseHeaders headers = response.headers();
        for (int i = 0; status.code() < FIRST_FINAL; i++) {
            if (i == MOST_INTERIM || status.code() == SWITCHING) {
                throw new InvalidResponseException("the source sent interim responses and no final one");
            }
            status = Http1StatusParser.readStatus(reader, LONGEST_LINE);
            headers = ClientResponseHeaders.create(Http1HeadersParser.readHeaders(reader, MOST_FIELDS, true));
        }
        WebClientServiceResponse.Builder builder = WebClientServiceResponse.builder(response).status(status)
                .headers(headers);
        boolean empty = status.code() == Status.NO_CONTENT_204.code()
                || status.code() == Status.NOT_MODIFIED_304.code();
        return (empty ? builder.clearInputStream() : builder.inputStream(body(reader, headers))).build();
    }

    private InputStream body(DataReader reader, ClientResponseHeaders headers) {
        if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            List<String> codings = headers.get(HeaderNames.TRANSFER_ENCODING).allValues();
            if (headers.contains(HeaderNames.CONTENT_LENGTH)) {
                throw new InvalidResponseException("the answer has a Content-Length and a Transfer-Encoding");
            }
            if (codings.size() != 1 || !codings.getFirst().strip().toLowerCase(Locale.ROOT).equals("chunked")) {
                throw new InvalidResponseException("the answer's Transfer-Encoding is not chunked alone");
            }
            return new Chunks(reader, maxBytes);
        }
        if (!headers.contains(HeaderNames.CONTENT_LENGTH)) {
            return new Body(reader, Long.MAX_VALUE, true);
        }
        List<String> lengths = headers.get(HeaderNames.CONTENT_LENGTH).allValues();
        if (lengths.size() != 1 || !lengths.getFirst().matches("\\d{1,18}")) {
            throw new InvalidResponseException("the answer's Content-Length is not one number");
        }
        return new Body(reader, Long.parseLong(lengths.getFirst()), false);
    }

    /** As many octets as were announced, or as come until the connection ends. */
    private static class Body extends InputStream {
        final DataReader reader;
        private final boolean untilEnd;
        long left;

        Body(DataReader reader, long length, boolean untilEnd) {
            this.reader = reader;
            this.left = length;
            this.untilEnd = untilEnd;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            try {
                reader.ensureAvailable();
            } catch (DataReader.InsufficientDataAvailableException e) {
                if (untilEnd) {
                    left = 0;
                    return -1;
                }
                throw e;
            }
            int count = (int) Math.min(Math.min(length, reader.available()), left);
            left -= count;
            System.arraycopy(reader.readBytes(count), 0, into, offset, count);
            return count;
        }
    }

    /** A chunked body (RFC 9112, 7.1). */
    private static final class Chunks extends Body {
        private static final int MOST_TRAILERS = 32;

        private final int maxChunk;
        private boolean started;
        private boolean finished;

        Chunks(DataReader reader, int maxChunk) {
            super(reader, 0, false);
            this.maxChunk = maxChunk;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left == 0 && !finished) {
                nextChunk();
            }
            return super.read(into, offset, length);
        }

        private void nextChunk() {
            if (started && (reader.read() != '\r' || reader.read() != '\n')) {
                throw new InvalidResponseException("a chunk is longer than its size says");
            }
            started = true;
            String line = line();
            int end = line.indexOf(';');
            String size = (end < 0 ? line : line.substring(0, end)).stripTrailing();
            if (!size.matches("[0-9a-fA-F]{1,7}") || Integer.parseInt(size, 16) > maxChunk) {
                throw new InvalidResponseException(
                        "a chunk is larger than " + maxChunk + " bytes, or its size is no number");
            }
            left = Integer.parseInt(size, 16);
            if (left == 0) {
                trailers();
                finished = true;
            }
        }

        private void trailers() {
            for (int i = 0; i < MOST_TRAILERS; i++) {
                if (line().isEmpty()) {
                    return;
                }
            }
            throw new InvalidResponseException("the answer has too many trailers");
        }

        private String line() {
            int end = reader.findNewLine(LONGEST_LINE);
            if (end == LONGEST_LINE) {
                throw new InvalidResponseException("a line of the answer is too long");
            }
            String line = reader.readAsciiString(end);
            reader.skip(2);
            return line;
        }
    }
}
