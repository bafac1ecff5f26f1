package com.dataenginex.logging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** ISO-8601 UTC with microseconds; the part down to the second is formatted once per second. Not thread-safe. */
final class Timestamps {
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")
            .withZone(ZoneOffset.UTC);
    private static final int FRACTION_AT = 21;
    private static final long NANOS = 1_000_000_000;

    private final byte[] text = "\"0000-00-00T00:00:00.000000Z\"".getBytes(StandardCharsets.US_ASCII);
    private long second = Long.MIN_VALUE;

    /**
     * @param epochNanos as {@link com.dataenginex.log.EpochNanos}
     * @return with its quotes; valid until the next call
     */
    byte[] quoted(long epochNanos) {
        long whole = Math.floorDiv(epochNanos, NANOS);
        if (whole != second) {
            second = whole;
            byte[] formatted = SECOND.format(Instant.ofEpochSecond(second)).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(formatted, 0, text, 1, FRACTION_AT - 2);
        }
        int micros = (int) (Math.floorMod(epochNanos, NANOS) / 1_000);
        for (int i = FRACTION_AT + 5; i >= FRACTION_AT; i--) {
            text[i] = (byte) ('0' + micros % 10);
            micros /= 10;
        }
        return text;
    }
}
