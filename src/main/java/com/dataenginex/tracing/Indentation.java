package com.dataenginex.tracing;

import java.nio.charset.StandardCharsets;

/** Lays out one line of JSON for people. */
final class Indentation {
    private final StringBuilder text = new StringBuilder();
    private int depth;

    private Indentation() {
    }

    /** @param json one well-formed value without white space outside its strings, and a line end */
    static byte[] of(byte[] json) {
        Indentation layout = new Indentation();
        boolean string = false;
        String line = new String(json, StandardCharsets.UTF_8);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (string) {
                layout.text.append(c);
                if (c == '\\') {
                    layout.text.append(line.charAt(++i));
                }
                string = c != '"';
            } else {
                string = c == '"';
                layout.structure(c, line.charAt(Math.min(i + 1, line.length() - 1)));
            }
        }
        return layout.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void structure(char c, char next) {
        switch (c) {
            case '{', '[' -> {
                text.append(c);
                depth++;
                if (next != '}' && next != ']') {
                    newLine();
                }
            }
            case '}', ']' -> {
                depth--;
                char last = text.charAt(text.length() - 1);
                if (last != '{' && last != '[') {
                    newLine();
                }
                text.append(c);
            }
            case ',' -> {
                text.append(c);
                newLine();
            }
            case ':' -> text.append(": ");
            default -> text.append(c);
        }
    }

    private void newLine() {
        text.append('\n').append("  ".repeat(depth));
    }
}
