package com.dataenginex.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.json.Utf8Buffer;
import com.dataenginex.log.EpochNanos;
import com.dataenginex.log.Fields;
import com.dataenginex.log.Severity;
import com.dataenginex.support.Lines;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final long TIME = EpochNanos.of(Instant.parse("2026-02-05T10:30:00.000123Z"));

    @Test
    void jsonKeepsTypesAndOrder() {
        LogLine line = line("it_happened",
                f -> f.text("word", "a\"b\n").text("none", null).number("count", 3).number("ratio", 0.5)
                        .flag("on", true).seconds("took_seconds", 1_234_567L),
                null);

        assertThat(json(line)).isEqualTo(
                "{\"timestamp\":\"2026-02-05T10:30:00.000123Z\",\"level\":\"INFO\",\"event\":\"it_happened\","
                        + "\"logger\":\"a.b.C\",\"app\":\"dex\",\"version\":\"1\",\"environment\":\"prod\",\"request_id\":\"r-1\","
                        + "\"trace_id\":\"" + TRACE
                        + "\",\"span_id\":\"s\",\"trace_sampled\":true,\"word\":\"a\\\"b\\n\",\"count\":3,\"ratio\":0.5,\"on\":true,"
                        + "\"took_seconds\":0.001235}\n");
    }

    @Test
    void jsonPutsTheStackIntoOneLine() {
        JsonNode line = Lines.parse(json(line("failed", Fields.NONE, new IllegalStateException("why"))));

        assertThat(line.path("exception_type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(line.path("exception_message").asText()).isEqualTo("why");
        assertThat(line.path("exception").asText()).contains("IllegalStateException: why\n\tat ");
    }

    @Test
    void jsonTellsTheTimeAcrossSeconds() {
        Timestamps timestamps = new Timestamps();

        assertThat(new String(timestamps.quoted(TIME), StandardCharsets.US_ASCII))
                .isEqualTo("\"2026-02-05T10:30:00.000123Z\"");
        assertThat(new String(timestamps.quoted(TIME + 1_999_000_000), StandardCharsets.US_ASCII))
                .isEqualTo("\"2026-02-05T10:30:01.999123Z\"");
    }

    @Test
    void consoleQuotesValuesAndShortensIds() {
        String text = console(false,
                line("it_happened", f -> f.text("a", "x y").text("b", "").number("n", 2).number("d", 0.5)
                        .flag("on", false).seconds("s", 1_500_000_000L).text("none", null), null));

        assertThat(text).isEqualTo("10:30:00.000 INFO     it_happened a=\"x y\" b=\"\" n=2 d=0.5 on=false s=1.500000"
                + " r=r-1 t=0af76519\n");
    }

    @Test
    void consoleHasARequestWithItsStatusDurationMethodPathAndIds() {
        Fields fields = f -> f.text("method", "GET").text("path", "/api/external-data").text("query", "currency=EUR")
                .text("client_host", "127.0.0.1").text("user_agent", "curl").text("route", "/api/external-data")
                .number("status_code", 200).seconds("duration_seconds", 1_234_567L).number("response_bytes", 347)
                .text("outcome", "completed");

        assertThat(console(false, line("request_completed", fields, null)))
                .isEqualTo("10:30:00.000 200    1.2 ms GET  /api/external-data?currency=EUR r=r-1 t=0af76519\n");
        assertThat(console(true, line("request_completed", fields, null))).contains("\u001b[32m200\u001b[0m");
    }

    @ParameterizedTest
    @CsvSource({"204,32", "304,32", "404,33", "499,33", "500,31", "503,31"})
    void consolePaintsAStatus(int status, String colour) {
        String text = console(true, line("request_completed", f -> f.text("method", "GET").text("path", "/")
                .number("status_code", status).seconds("duration_seconds", 12_300_000_000L), null));

        assertThat(text).contains("\u001b[" + colour + "m" + status + "\u001b[0m    12.3 s ");
    }

    @Test
    void consoleAddsWhatDiffersFromTheUsualRequest() {
        String text = console(false,
                line("request_completed",
                        f -> f.text("method", "DELETE").text("path", "/").text("client_host", "10.0.0.7")
                                .number("status_code", 499).seconds("duration_seconds", 0)
                                .text("outcome", "client_disconnect")
                                .text("problem_type", "Gone").text("problem_detail", "It is gone.").number("held", 3),
                        null));

        assertThat(text)
                .isEqualTo("10:30:00.000 499    0.0 ms DELETE / client_host=10.0.0.7 client_disconnect It is gone."
                        + " held=3 r=r-1 t=0af76519\n");
    }

    @Test
    void consoleHasTheBeginningOfARequestWithoutAStatus() {
        String text = console(false, line("request_started", f -> f.text("method", "GET").text("path", "/"), null));

        assertThat(text).isEqualTo("10:30:00.000 -->           GET  / r=r-1 t=0af76519\n");
    }

    @Test
    void consoleBreaksALineBetweenWordsWhereTheTerminalEnds() {
        Fields many = f -> {
            for (int i = 0; i < 20; i++) {
                f.number("field_" + i, i);
            }
        };

        String wide = format(new ConsoleFormat(false, 0, ZoneOffset.UTC), line("it_happened", many, null));
        String narrow = format(new ConsoleFormat(true, 80, ZoneOffset.UTC), line("it_happened", many, null));

        assertThat(wide.lines()).hasSize(1);
        assertThat(narrow.replaceAll("\u001b\\[\\d*m", "").lines()).hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(line).hasSizeBetween(20, 80));
        assertThat(narrow.replaceAll("\u001b\\[\\d*m", "").replaceAll("\n    ", " ")).isEqualTo(wide);
    }

    @Test
    void consoleSaysWhatALibrarySaysAsItIs() {
        LogLine line = new LogLine(TIME, Severity.WARNING, "io.helidon.Some", LogLine.LIBRARY_MESSAGE,
                f -> f.text("message", "port \"a\" is\nodd"), null, null, null, null, false);

        assertThat(console(false, line)).isEqualTo("10:30:00.000 WARNING  port \\\"a\\\" is\\nodd logger=Some\n");
    }

    @Test
    void consoleCannotBeForgedEither() {
        String text = console(false, line("a\nb\u001b[31m", f -> f.text("path", "/\r\n10:30 ERROR \u2028"), null));

        assertThat(text.lines()).hasSize(1);
        assertThat(text).doesNotContain("\u001b");
    }

    @Test
    void consolePutsTheStackUnderTheLineAndColoursWhenAsked() {
        String text = console(true, line("failed", Fields.NONE, new IllegalStateException("why")));

        assertThat(text).contains("\u001b[32m", "\n    java.lang.IllegalStateException: why\n      at ");
    }

    @ParameterizedTest
    @CsvSource({"FINEST,DEBUG", "CONFIG,DEBUG", "INFO,INFO", "WARNING,WARNING", "SEVERE,ERROR", "1100,CRITICAL"})
    void namesJavasLevels(String level, Severity severity) {
        assertThat(Severity.of(Level.parse(level))).isEqualTo(severity);
    }

    @Test
    void queriesKeepNamesAndOnlyAllowedValues() {
        QueryText query = new QueryText(Set.of("currency"));

        assertThat(query.redact("currency=EUR&token=abc&flag&&a=;b=c"))
                .isEqualTo("currency=EUR&token=[redacted]&[redacted]&&a=[redacted]&b=[redacted]");
        assertThat(query.redact("dG9rZW4==&YS1sb25nLXNlY3JldC10b2tlbg=&currency="))
                .isEqualTo("[redacted]&[redacted]&currency=");
    }

    @ParameterizedTest
    @CsvSource({"'',''", "a,[redacted]", "currency,currency", "=a,=[redacted]", "currency=,currency=",
        "a=b&&,a=[redacted]&&", "YWJj==,[redacted]", "aaaaaaaaaaaaaaaaaaaa=,aaaaaaaaaaaaaaaaaaaa=[redacted]",
        "aaaaaaaaaaaaaaaaaaaaa=,[redacted]", "a=a=,a=[redacted]", "&currency=EUR,currency=EUR"})
    void queriesMayBeOfAnyShape(String query, String shown) {
        assertThat(new QueryText(Set.of("currency")).redact(query)).isEqualTo(shown);
    }

    @Test
    void jsonKeepsTheHeadsOfDifferentEventsApart() {
        JsonFormat format = new JsonFormat("dex", "1", "prod");
        String[] events = {"one", "two"};
        for (int i = 0; i < 4; i++) {
            String event = events[i % 2];
            Severity severity = i < 2 ? Severity.INFO : Severity.ERROR;
            JsonNode line = Lines.parse(format(format, new LogLine(TIME, severity, "a.b." + event, event,
                    f -> f.seconds("a", 1_000).text("b", "c").seconds("d", 2_000), null, null, null, null, false)));

            assertThat(line.path("event").asText()).isEqualTo(event);
            assertThat(line.path("logger").asText()).isEqualTo("a.b." + event);
            assertThat(line.path("level").asText()).isEqualTo(severity.name());
            assertThat(line.path("b").asText()).isEqualTo("c");
            assertThat(line.has("request_id")).isFalse();
            assertThat(line.has("trace_sampled")).isFalse();
        }
    }

    /** These two have one hash. */
    @Test
    void jsonKeepsNamesOfOneSlotApart() {
        assertThat(json(line("it_happened", f -> f.text("Aa", "1").text("BB", "2").text("Aa", "3"), null)))
                .contains("\"Aa\":\"1\",\"BB\":\"2\",\"Aa\":\"3\"");
    }

    @Test
    void consoleQuotesWhatBeginsWithASpaceOrAQuoteAndLeavesOutWhatIsNot() {
        String text = console(false,
                line("it_happened", f -> f.text("none", null).text("a", " x").text("b", "\"y").text("c", "z"), null));

        assertThat(text).contains(" a=\" x\" b=\"\\\"y\" c=z r=").doesNotContain("none");
    }

    @ParameterizedTest
    @CsvSource({"DEBUG,36,''", "INFO,32,''", "WARNING,33,' logger=C'", "ERROR,31,' logger=C'",
        "CRITICAL,31,' logger=C'"})
    void consolePaintsEachPart(Severity severity, String colour, String logger) {
        LogLine line = new LogLine(TIME, severity, "C", "it_happened", Fields.NONE, null, null, null, null,
                false);

        assertThat(console(true, line)).isEqualTo("\u001b[2m10:30:00.000\u001b[0m \u001b[" + colour + "m"
                + severity.name() + " ".repeat(8 - severity.name().length()) + "\u001b[0m \u001b[1mit_happened\u001b[0m"
                + (logger.isEmpty() ? "" : " \u001b[2mlogger=C\u001b[0m") + "\n");
    }

    private static LogLine line(String event, Fields fields, Throwable thrown) {
        return new LogLine(TIME, Severity.INFO, "a.b.C", event, fields, thrown, "r-1", TRACE, "s", true);
    }

    private static String json(LogLine line) {
        return format(new JsonFormat("dex", "1", "prod"), line);
    }

    private static String console(boolean colour, LogLine line) {
        return format(new ConsoleFormat(colour, 0, ZoneOffset.UTC), line);
    }

    private static String format(LineFormat format, LogLine line) {
        Utf8Buffer out = new Utf8Buffer(16);
        format.append(line, out);
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }
}
