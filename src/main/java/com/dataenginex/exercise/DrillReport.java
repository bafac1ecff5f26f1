package com.dataenginex.exercise;

import com.dataenginex.json.JsonWriter;
import com.dataenginex.readers.OneLine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of an exercise: one table, and one verdict.
 *
 * @param reason why, in one sentence; may be empty
 * @param took of the whole; of a plan, what it will take
 * @param left what is not yet as it was before
 */
public record DrillReport(DrillVerdict verdict, String reason, String environment, List<Hop> hops, Duration took,
        List<String> left) {
    private static final List<String> HEAD = List.of("drill", "hop", "promised", "took", "result", "");

    public DrillReport {
        // Reasons and notes hold what other programs said.
        reason = OneLine.of(reason);
        hops = hops.stream().map(hop -> hop.now(hop.state(), hop.took(), OneLine.of(hop.note()))).toList();
        left = left.stream().map(OneLine::of).toList();
    }

    /** How it is written. */
    public enum Form {
        TEXT,
        JSON,
        MARKDOWN
    }

    public String as(Form form) {
        return switch (form) {
            case TEXT -> text();
            case MARKDOWN -> markdown();
            case JSON -> json();
        };
    }

    private List<List<String>> rows() {
        return hops.stream().map(hop -> List.of(hop.drill(), hop.name(), dashed(hop.promised()),
                hop.state() == HopState.PLANNED || hop.name().equals(HopNames.RULE) ? "-" : Times.text(hop.took()),
                hop.state().toString(), hop.note())).toList();
    }

    private static String dashed(Duration time) {
        return time.isZero() ? "-" : Times.text(time);
    }

    private String sentence() {
        return verdict + (reason.isEmpty() ? "" : ": " + reason) + " (" + environment
                + (verdict.isOver() ? ", " + Times.text(took) : "") + ")";
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        List<List<String>> all = new ArrayList<>(List.of(HEAD));
        all.addAll(rows());
        if (!hops.isEmpty()) {
            int[] widths = new int[HEAD.size()];
            all.forEach(row -> {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = Math.max(widths[i], row.get(i).length());
                }
            });
            for (List<String> row : all) {
                StringBuilder line = new StringBuilder();
                for (int i = 0; i < widths.length; i++) {
                    line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
                }
                text.append(line.toString().stripTrailing()).append('\n');
            }
        }
        text.append(sentence()).append('\n');
        left.forEach(one -> text.append("left: ").append(one).append('\n'));
        return text.toString();
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("**" + cell(sentence()) + "**\n");
        if (!hops.isEmpty()) {
            text.append("\n| Drill | Hop | Promised | Took | Result | |\n|---|---|---|---|---|---|\n");
            rows().forEach(row -> text.append("| ")
                    .append(String.join(" | ", row.stream().map(DrillReport::cell).toList())).append(" |\n"));
        }
        if (!left.isEmpty()) {
            text.append('\n');
            left.forEach(one -> text.append("- left: ").append(cell(one)).append('\n'));
        }
        return text.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ");
    }

    private String json() {
        JsonWriter json = new JsonWriter(4_096).beginObject().field("result").string(verdict.toString())
                .field("reason").string(reason).field("environment").string(environment).field("seconds")
                .seconds(took.toNanos()).field("hops").beginArray();
        for (Hop hop : hops) {
            json.beginObject().field("drill").string(hop.drill()).field("hop").string(hop.name())
                    .field("promised_seconds").seconds(hop.promised().toNanos()).field("took_seconds")
                    .seconds(hop.took().toNanos()).field("result").string(hop.state().toString()).field("note")
                    .string(hop.note()).endObject();
        }
        json.endArray().field("left").beginArray();
        left.forEach(json::string);
        return new String(json.endArray().endObject().newLine().toBytes(), StandardCharsets.UTF_8);
    }
}
