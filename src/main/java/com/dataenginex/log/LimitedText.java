package com.dataenginex.log;

/** Text that is cut where it is longer than a line of the log should hold, and says so itself. */
public final class LimitedText {
    private LimitedText() {
    }

    /** The text, or its beginning and how long it was: {@code abc…[15900 characters]}. Null stays null. */
    public static String of(String text, int limit) {
        if (text == null || text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end) + "…[" + text.length() + " characters]";
    }
}
