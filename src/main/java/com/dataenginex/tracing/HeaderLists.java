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

    /** The members of all fields in order, whole ones, as many as may be; empty ones are none. */
    String of(List<String> fields) {
        if (fields.size() == 1 && fields.getFirst().indexOf(',') < 0
                && fields.getFirst().length() < octets) {
            return fields.getFirst();
        }
        StringBuilder kept = new StringBuilder();
        int count = 0;
        for (String field : fields) {
            for (String part : field.split(",")) {
                String member = part.strip();
                if (!member.isEmpty() && count < members && kept.length() + member.length() < octets) {
                    kept.append(count++ == 0 ? "" : ",").append(member);
                }
            }
        }
        return kept.toString();
    }
}
