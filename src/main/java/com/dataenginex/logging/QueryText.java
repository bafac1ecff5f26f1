package com.dataenginex.logging;

import java.util.Set;

/** A query as it may be logged: {@code currency=EUR&token=[redacted]}. */
public final class QueryText {
    private static final String REDACTED = "=[redacted]";
    /** Of a parameter without a value. */
    private static final int LONGEST_NAME = 20;

    private final Set<String> shown;

    /** @param shown names whose values may be seen */
    public QueryText(Set<String> shown) {
        this.shown = shown;
    }

    /** Whether what stands for a name is rather a value in Base64, whose padding is one equals sign or two. */
    private static boolean isPadded(String name, String rest) {
        return rest.equals("==") || rest.equals("=") && name.length() > LONGEST_NAME;
    }

    /**
     * Names stay as the client sent them; so do the values of the allowed ones. A part without a name could be a value,
     * and so could a part that ends like Base64.
     */
    public String redact(String rawQuery) {
        StringBuilder text = new StringBuilder(rawQuery.length() + 16);
        for (String pair : rawQuery.split("[&;]", -1)) {
            if (!text.isEmpty()) {
                text.append('&');
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || isPadded(name, pair.substring(equals))) {
                text.append(pair.isEmpty() || shown.contains(name) ? pair : REDACTED.substring(1));
            } else {
                text.append(shown.contains(name) ? pair : name + REDACTED);
            }
        }
        return text.toString();
    }
}
