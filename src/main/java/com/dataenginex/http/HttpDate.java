package com.dataenginex.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The {@code Date} header, always in GMT (RFC 9110, 5.6.7) and made once per second. Helidon 4.5.0 writes the process's zone.
 */
public final class HttpDate {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter
            .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** The header and the second that it is of; two threads may both make one. */
    private record Made(long second, Header header) {
    }

    private static volatile Made last = new Made(-1, null);

    private HttpDate() {
    }

    /** The header for this second. */
    public static Header now() {
        long second = System.currentTimeMillis() / 1_000;
        Made made = last;
        if (made.second() != second) {
            made = new Made(second, OwnHeader.fixed(HeaderNames.DATE,
                    IMF_FIXDATE.format(Instant.ofEpochSecond(second))));
            last = made;
        }
        return made.header();
    }
}
