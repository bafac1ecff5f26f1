package com.dataenginex.helidon;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webclient.api.ClientConnection;
import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.api.WebClientServiceResponse;
import io.helidon.webclient.spi.WebClientService;
import java.io.InputStream;

/**
 * Reads answers without a length part by part. Helidon 4.5.0 takes each chunk into memory whole, up to 2 GiB, and fails
 * at the end of an answer that ends with its connection.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webclient/http1/src/main/java/io/helidon/webclient/http1/Http1CallChainBase.java">Helidon 4.5.0</a>
 */
public final class BoundedResponses implements WebClientService {
    private final int maxBytes;

    public BoundedResponses(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public WebClientServiceResponse handle(Chain chain, WebClientServiceRequest request) {
        WebClientServiceResponse response = chain.proceed(request);
        if (response.inputStream().isEmpty() || response.headers().contains(HeaderNames.CONTENT_LENGTH)) {
            return response;
        }
        DataReader reader = ((ClientConnection) response.connection()).reader();
        boolean chunked = response.headers().containsToken(HeaderValues.TRANSFER_ENCODING_CHUNKED);
        return WebClientServiceResponse.builder(response).inputStream(new Body(reader, chunked, maxBytes)).build();
    }

    /** A chunked body (RFC 9112, section 7.1), or one that ends with the connection. */
    private static final class Body extends InputStream {
        private static final int LONGEST_LINE = 1_024;
        private static final int MOST_TRAILERS = 32;

        private final DataReader reader;
        private final boolean chunked;
        private final int maxChunk;
        private boolean started;
        private boolean finished;
        /** Of the chunk; not used for a body that ends with the connection. */
        private int left;

        Body(DataReader reader, boolean chunked, int maxChunk) {
            this.reader = reader;
            this.chunked = chunked;
            this.maxChunk = maxChunk;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (chunked && left == 0 && !finished) {
                nextChunk();
            }
            if (finished || !chunked && isOver()) {
                return -1;
            }
            reader.ensureAvailable();
            int count = Math.min(length, reader.available());
            if (chunked) {
                count = Math.min(count, left);
                left -= count;
            }
            System.arraycopy(reader.readBytes(count), 0, into, offset, count);
            return count;
        }

        private boolean isOver() {
            try {
                reader.ensureAvailable();
            } catch (DataReader.InsufficientDataAvailableException e) {
                finished = true;
            }
            return finished;
        }

        private void nextChunk() {
            if (started) {
                reader.skip(2);
            }
            started = true;
            String size = line().split(";", 2)[0].strip();
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
