package com.dataenginex.readers;

import java.util.regex.Pattern;

/** The text of another program, as it may be printed: it can neither move the cursor, nor begin a line, nor fill the screen. */
public final class OneLine {
    /** In characters; what is longer is cut. */
    static final int LONGEST = 1_000;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");

    private OneLine() {
    }

    /** With a space in the place of control characters, format characters and line breaks, and at most 1,000 characters and an …. */
    public static String of(String text) {
        String line = UNPRINTABLE.matcher(text).replaceAll(" ");
        return line.codePointCount(0, line.length()) > LONGEST
                ? line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…"
                : line;
    }
}
