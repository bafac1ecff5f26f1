package com.dataenginex.insights;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event's {@code id}, such as {@code 5f3a9c0012ab34cd-3}: enough for any replica to go on where the stream
 * stopped, without having known it.
 *
 * @param seed of the stream's figures
 * @param position of the event, from 1
 */
record EventId(long seed, int position) {
    static final String ALLOWED = "the id of an event of this stream: 16 hexadecimal digits, a hyphen, and a number from 1 to "
            + InsightsRequest.MAX_COUNT;
    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{16})-([1-9]\\d?)");

    /** The id in that text, or null. */
    static EventId of(String text) {
        Matcher match = TEXT.matcher(text);
        if (!match.matches()) {
            return null;
        }
        int position = Integer.parseInt(match.group(2));
        return position > InsightsRequest.MAX_COUNT
                ? null
                : new EventId(HexFormat.fromHexDigitsToLong(match.group(1)), position);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(seed) + "-" + position;
    }
}
