package com.dataenginex.logging;

import com.dataenginex.json.Utf8Buffer;
import com.dataenginex.log.Severity;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A line for people, made for 80 columns. A request's has its status, how long it took, its method and its path, then what is out of
 * the ordinary, then the beginnings of its ids. Whether the trace is sampled is left to the JSON:
 *
 * <pre>
 * 10:30:00.123 200    1.2 ms GET  /api/external-data?currency=EUR r=97e55499 t=62c824fa
 * 10:30:00.123 INFO     draining delay_seconds=0.000000
 * </pre>
 */
final class ConsoleFormat implements LineFormat {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final int ID_LENGTH = 8;
    private static final double SLOW_SECONDS = 10;
    /** Addresses of this machine. */
    private static final Set<String> LOCAL = Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");
    /** Fields of every request that a console does not show. */
    private static final Set<String> USUAL = Set.of("user_agent", "route", "response_bytes", "problem_type",
            "time_to_first_byte_seconds");
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    private final boolean colour;
    private final int width;
    private final ZoneId zone;

    /** @param width where a line is broken between two words; 0 breaks none */
    ConsoleFormat(boolean colour, int width, ZoneId zone) {
        this.colour = colour;
        this.width = width;
        this.zone = zone;
    }

    @Override
    public void append(LogLine line, Utf8Buffer out) {
        ConsoleFields fields = ConsoleFields.of(line.fields());
        ConsoleLine words = new ConsoleLine(out, colour, width);
        words.word(ConsoleLine.DIM, TIME.format(line.time().atZone(zone)));
        if (fields.has("method") && fields.has("path")) {
            request(fields, words);
        } else {
            event(line, fields, words);
        }
        for (Map.Entry<String, String> field : fields.rest().entrySet()) {
            words.field(ConsoleLine.PLAIN, field.getKey(), field.getValue());
        }
        ids(line, words);
        if (line.event().equals(LogLine.LIBRARY_MESSAGE) || line.severity().compareTo(Severity.WARNING) >= 0) {
            words.field(ConsoleLine.DIM, "logger", line.logger().substring(line.logger().lastIndexOf('.') + 1));
        }
        if (line.thrown() != null) {
            line.wholeStack().lines().forEach(frame -> words.below(frame.replace("\t", "  ")));
        }
        words.end();
    }

    private static void request(ConsoleFields fields, ConsoleLine words) {
        String status = fields.take("status_code");
        String duration = fields.take("duration_seconds");
        if (status == null) {
            words.word(ConsoleLine.CYAN, "-->").word(ConsoleLine.PLAIN, " ".repeat(9));
        } else {
            words.word(colourOf(Integer.parseInt(status)), status).word(ConsoleLine.PLAIN, duration(duration));
        }
        String query = fields.take("query");
        words.word(ConsoleLine.BOLD, "%-4s".formatted(fields.take("method"))).word(ConsoleLine.BOLD,
                fields.take("path") + (query == null ? "" : "?" + query));
        USUAL.forEach(fields::take);
        String client = fields.take("client_host");
        if (client != null && !LOCAL.contains(client)) {
            words.field(ConsoleLine.PLAIN, "client_host", client);
        }
        String outcome = fields.take("outcome");
        if (outcome != null && !outcome.equals("completed")) {
            words.word(ConsoleLine.YELLOW, outcome);
        }
        String detail = fields.take("problem_detail");
        if (detail != null) {
            words.word(ConsoleLine.PLAIN, detail);
        }
    }

    private static void event(LogLine line, ConsoleFields fields, ConsoleLine words) {
        words.word(colourOf(line.severity()), "%-8s".formatted(line.severity().name()));
        String message = line.event().equals(LogLine.LIBRARY_MESSAGE) ? fields.take("message") : null;
        words.word(ConsoleLine.BOLD, message == null ? line.event() : message);
    }

    /** One word, so that they stay together. */
    private static void ids(LogLine line, ConsoleLine words) {
        String request = line.requestId() == null ? "" : "r=" + beginning(line.requestId());
        String trace = line.traceId() == null ? "" : "t=" + beginning(line.traceId());
        if (!request.isEmpty() || !trace.isEmpty()) {
            words.word(ConsoleLine.DIM, (request + " " + trace).strip());
        }
    }

    private static String beginning(String id) {
        return id.substring(0, Math.min(ID_LENGTH, id.length()));
    }

    private static String duration(String seconds) {
        double value = seconds == null ? 0 : Double.parseDouble(seconds);
        return value < SLOW_SECONDS
                ? String.format(Locale.ROOT, "%6.1f ms", value * 1_000)
                : String.format(Locale.ROOT, "%7.1f s", value);
    }

    private static String colourOf(int status) {
        if (status >= SERVER_ERROR) {
            return ConsoleLine.RED;
        }
        return status >= CLIENT_ERROR ? ConsoleLine.YELLOW : ConsoleLine.GREEN;
    }

    private static String colourOf(Severity severity) {
        return switch (severity) {
            case DEBUG -> ConsoleLine.CYAN;
            case INFO -> ConsoleLine.GREEN;
            case WARNING -> ConsoleLine.YELLOW;
            case ERROR, CRITICAL -> ConsoleLine.RED;
        };
    }
}
