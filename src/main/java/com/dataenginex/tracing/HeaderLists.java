package com.dataenginex.tracing;

import java.util.List;

/** A header that is one list, however many fields it came in (RFC 9110, 5.3), cut to what its specification asks to be kept. */
enum HeaderLists {
    /** Members beyond the 32nd are left out from the end (W3C Trace Context, 3.3.1). */
    TRACESTATE(32, 8_192),
    /** 64 members and 8,192 octets (W3C Baggage, 3.3). */
    BAGGAGE(64, 8_192);

    private final int members;
    private final int octets;

    HeaderLists(int members, int octets) {
        this.members = members;
        this.octets = octets;
    }

    /** The members of all fields in order, whole ones, as many as may be. */
    String of(List<String> fields) {
        String all = fields.size() == 1 ? fields.getFirst() : String.join(",", fields);
        int end = 0;
        for (int i = 0; i < members; i++) {
            int comma = all.indexOf(',', end == 0 ? 0 : end + 1);
            int next = comma < 0 ? all.length() : comma;
            if (next > octets) {
                break;
            }
            end = next;
            if (comma < 0) {
                break;
            }
        }
        return end == all.length() ? all : all.substring(0, end);
    }
}
