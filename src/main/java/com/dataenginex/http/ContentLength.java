package com.dataenginex.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;

/** The {@code Content-Length} of a whole body, made once for each short one: Helidon makes and checks it for each response. */
final class ContentLength {
    private static final OwnHeader.Varying NAMED = OwnHeader.varying(HeaderNames.CONTENT_LENGTH.defaultCase());
    private static final int KNOWN = 4_096;
    /** Two threads may both make one. */
    private static final Header[] HEADERS = new Header[KNOWN];

    private ContentLength() {
    }

    /** @param octets of the body, from 0 */
    static Header of(int octets) {
        if (octets >= KNOWN) {
            return NAMED.of(Integer.toString(octets));
        }
        Header known = HEADERS[octets];
        if (known == null) {
            known = NAMED.of(Integer.toString(octets));
            HEADERS[octets] = known;
        }
        return known;
    }
}
