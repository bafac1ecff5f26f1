package com.dataenginex.logging;

import com.dataenginex.json.Utf8Buffer;
import java.nio.charset.StandardCharsets;

/** One line that is being written for people: words with a space between them, broken where the terminal ends. */
final class ConsoleLine {
    static final String RED = "\u001b[31m";
    static final String GREEN = "\u001b[32m";
    static final String YELLOW = "\u001b[33m";
    static final String CYAN = "\u001b[36m";
    static final String BOLD = "\u001b[1m";
    static final String DIM = "\u001b[2m";
    static final String PLAIN = "";
    private static final String RESET = "\u001b[0m";
    private static final String INDENT = "    ";

    private final Utf8Buffer out;
    private final boolean colour;
    private final int width;
    private int column;

    /** @param width columns of the terminal; 0 breaks no line */
    ConsoleLine(Utf8Buffer out, boolean colour, int width) {
        this.out = out;
        this.colour = colour;
        this.width = width;
    }

    /** Appends text of any kind; what is not printable is escaped. */
    ConsoleLine word(String paint, String text) {
        return append(paint, escaped(text));
    }

    /** As {@code name=value}; a value that is empty or holds a space or a quote is quoted. */
    ConsoleLine field(String paint, String name, String value) {
        boolean quote = value.isEmpty() || value.indexOf(' ') >= 0 || value.indexOf('"') >= 0;
        return append(paint, name + (quote ? "=\"" + escaped(value) + '"' : "=" + escaped(value)));
    }

    private ConsoleLine append(String paint, String shown) {
        if (column > INDENT.length() && width > 0 && column + 1 + shown.length() > width) {
            out.ascii("\n").ascii(INDENT);
            column = INDENT.length();
        } else if (column > 0) {
            out.ascii(" ");
            column++;
        }
        boolean painted = colour && !paint.isEmpty();
        out.ascii(painted ? paint : "").put(shown.getBytes(StandardCharsets.UTF_8)).ascii(painted ? RESET : "");
        column += shown.length();
        return this;
    }

    /** A line of its own below this one. */
    ConsoleLine below(String text) {
        out.ascii("\n").ascii(INDENT).escaped(text);
        return this;
    }

    void end() {
        out.put((byte) '\n');
    }

    private static String escaped(String text) {
        return new String(new Utf8Buffer(text.length() + 16).escaped(text).toBytes(), StandardCharsets.UTF_8);
    }
}
