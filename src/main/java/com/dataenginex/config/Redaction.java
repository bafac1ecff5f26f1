package com.dataenginex.config;

import java.util.regex.Pattern;

/** Takes credentials out of a URL before anybody sees it. */
public final class Redaction {
    private static final Pattern USER_INFO = Pattern.compile("(^|//)[^/@\\s]*@");

    private Redaction() {
    }

    /** {@code https://user:password@host/path?key=value} becomes {@code https://host/path}. */
    public static String credentials(String url) {
        String bare = USER_INFO.matcher(url).replaceAll("$1");
        int end = bare.indexOf('?');
        return end < 0 ? bare : bare.substring(0, end);
    }
}
