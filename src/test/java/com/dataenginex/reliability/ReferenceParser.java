package com.dataenginex.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What RFC 9110 and 9112 make of the octets of one connection, written down as plainly as possible and with nothing of the service's
 * own: with regular expressions, on the whole text at once.
 */
final class ReferenceParser {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern LINE = Pattern
            .compile(
                    "([!#$%&'*+.^_`|~0-9A-Z-]{1,64}) ((?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})+) HTTP/(\\d)\\.(\\d)");
    private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):([\\t -~\u0080-\u00ff]*)");
    private static final Pattern URL = Pattern.compile("(?i)https?://([^/?]*)([/?].*)?");
    private static final Pattern HOST = Pattern.compile(
            "(\\[[0-9A-Fa-f:.]+]|([A-Za-z0-9._~!$&'()*+;=-]|%(?!00)[0-9A-Fa-f]{2})+)(:([0-5]?\\d{0,4}|6[0-4]\\d{3}|65[0-4]\\d\\d|655[0-2]\\d|6553[0-5]))?");
    private static final Pattern EXTENSIONS = Pattern
            .compile("([ \\t]*;[ \\t]*" + TOKEN + "([ \\t]*=[ \\t]*(" + TOKEN + "|\"([^\"\\\\]|\\\\.)*\"))?)*");
    private static final int LONGEST_LINE = 4_096;

    private final String text;
    private int at;

    /** What becomes of one message. */
    enum Verdict {
        /** Whole and well formed, and the connection may go on. */
        GOES_ON,
        /** Whole and well formed, and the last one. */
        LAST,
        /** Refused; nothing behind it is read. */
        REFUSED,
        /** The client sends no more, and its request is not whole. */
        CUT
    }

    private ReferenceParser(String text) {
        this.text = text;
    }

    /** The verdicts on a connection's messages, in order, to the first one that is the last. */
    static List<Verdict> verdicts(String text) {
        ReferenceParser parser = new ReferenceParser(text);
        List<Verdict> verdicts = new ArrayList<>();
        while (true) {
            parser.skipEmptyLines();
            if (parser.at == text.length()) {
                return verdicts;
            }
            Verdict verdict = parser.message();
            verdicts.add(verdict);
            if (verdict != Verdict.GOES_ON) {
                return verdicts;
            }
        }
    }

    private void skipEmptyLines() {
        for (int i = 0; i < 8 && text.startsWith("\r\n", at); i++) {
            at += 2;
        }
    }

    /** The next line without its end; null if there is none, or it ends in LF alone. */
    private String line() {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            at = text.length();
            return null;
        }
        String line = text.substring(at, end);
        at = end + 1;
        return line;
    }

    private Verdict message() {
        boolean oldClient;
        String first = line();
        if (first == null) {
            return Verdict.CUT;
        }
        Matcher request = LINE.matcher(chopped(first));
        if (!first.endsWith("\r") || !request.matches() || !request.group(3).equals("1")
                || first.length() > LONGEST_LINE
                || !isTarget(request.group(1), request.group(2))) {
            return Verdict.REFUSED;
        }
        oldClient = request.group(4).equals("0");
        List<String> hosts = new ArrayList<>();
        List<String> lengths = new ArrayList<>();
        List<String> codings = new ArrayList<>();
        boolean last = oldClient;
        for (String field = line();; field = line()) {
            if (field == null) {
                return Verdict.CUT;
            }
            if (field.equals("\r")) {
                break;
            }
            Matcher parts = FIELD.matcher(chopped(field));
            if (!field.endsWith("\r") || !parts.matches()) {
                return Verdict.REFUSED;
            }
            String value = parts.group(2).replaceAll("^[ \\t]+|[ \\t]+$", "");
            switch (parts.group(1).toLowerCase(Locale.ROOT)) {
                case "host" -> hosts.add(value);
                case "content-length" -> lengths.add(value);
                case "transfer-encoding" -> codings.add(value.toLowerCase(Locale.ROOT));
                case "connection" ->
                    last |= List.of(value.toLowerCase(Locale.ROOT).split("[ \\t]*,[ \\t]*")).contains("close");
                default -> {
                    // Nothing that frames.
                }
            }
        }
        boolean host = hosts.size() == 1 && HOST.matcher(hosts.getFirst()).matches();
        if (!host && !(oldClient && hosts.isEmpty()) || lengths.size() > 1 || codings.size() > 1
                || !codings.isEmpty() && (oldClient || !lengths.isEmpty() || !codings.getFirst().equals("chunked"))
                || !lengths.isEmpty() && !lengths.getFirst().matches("\\d{1,18}")) {
            return Verdict.REFUSED;
        }
        Verdict body = !codings.isEmpty()
                ? chunks()
                : lengths.isEmpty() ? Verdict.GOES_ON : counted(lengths.getFirst());
        return body == Verdict.GOES_ON && last ? Verdict.LAST : body;
    }

    private static String chopped(String line) {
        return line.isEmpty() ? line : line.substring(0, line.length() - 1);
    }

    private static boolean isTarget(String method, String target) {
        Matcher url = URL.matcher(target);
        return !method.equals("CONNECT") && (target.startsWith("/") || target.equals("*") && method.equals("OPTIONS")
                || url.matches() && HOST.matcher(url.group(1)).matches());
    }

    private Verdict counted(String digits) {
        long length = Long.parseLong(digits);
        if (length > 1 << 20) {
            return Verdict.REFUSED;
        }
        if (text.length() - at < length) {
            return Verdict.CUT;
        }
        at += (int) length;
        return Verdict.GOES_ON;
    }

    private Verdict chunks() {
        while (true) {
            String line = line();
            if (line == null) {
                return Verdict.CUT;
            }
            Matcher size = Pattern.compile("0*([0-9a-fA-F]{1,15})(.*)", Pattern.DOTALL).matcher(chopped(line));
            if (!line.endsWith("\r") || !size.matches() || !EXTENSIONS.matcher(size.group(2)).matches()) {
                return Verdict.REFUSED;
            }
            long length = Long.parseUnsignedLong(size.group(1), 16);
            if (length == 0) {
                return trailers();
            }
            if (length < 0 || length > 1 << 20) {
                return Verdict.REFUSED;
            }
            if (text.length() - at < length + 2) {
                return Verdict.CUT;
            }
            at += (int) length;
            if (!text.startsWith("\r\n", at)) {
                return Verdict.REFUSED;
            }
            at += 2;
        }
    }

    private Verdict trailers() {
        while (true) {
            String line = line();
            if (line == null) {
                return Verdict.CUT;
            }
            if (line.equals("\r")) {
                return Verdict.GOES_ON;
            }
            if (!line.endsWith("\r") || !FIELD.matcher(chopped(line)).matches()) {
                return Verdict.REFUSED;
            }
        }
    }
}
