package com.dataenginex.doctor;

import com.dataenginex.json.JsonWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Prints what was found, as {@code linkerd check} does. */
public enum Report {
    /** Every check, as soon as it is done. */
    TEXT {
        @Override
        public Consumer<Finding> live(PrintWriter out) {
            return printer(out, finding -> true);
        }
    },
    /** Only what is not as it should be. */
    SHORT {
        @Override
        public Consumer<Finding> live(PrintWriter out) {
            return printer(out, finding -> finding.verdict() == Verdict.WARNING
                    || finding.verdict() == Verdict.FAILURE);
        }
    },
    /** One object at the end. */
    JSON {
        @Override
        public Consumer<Finding> live(PrintWriter out) {
            return finding -> {
            };
        }

        @Override
        public void end(List<Finding> all, PrintWriter out) {
            JsonWriter json = new JsonWriter(1 << 14).beginObject().field("success").bool(succeeded(all))
                    .field("checks").beginArray();
            for (Finding finding : all) {
                json.beginObject().field("category").string(finding.category()).field("check").string(finding.name())
                        .field("result").string(finding.verdict().name().toLowerCase(java.util.Locale.ROOT))
                        .field("evidence").string(finding.evidence()).field("hint").string(finding.hint())
                        .field("seconds").seconds(finding.took().toNanos()).endObject();
            }
            out.println(new String(json.endArray().endObject().toBytes(), StandardCharsets.UTF_8));
        }
    };

    /** What is told each finding at once. */
    public abstract Consumer<Finding> live(PrintWriter out);

    /** The last line, or all. */
    public void end(List<Finding> all, PrintWriter out) {
        out.println((this == SHORT && succeeded(all) && count(all, Verdict.WARNING) == 0 ? "" : "\n") + summary(all));
        out.flush();
    }

    /** Warnings are no failure. */
    public static boolean succeeded(List<Finding> all) {
        return count(all, Verdict.FAILURE) == 0;
    }

    private static String summary(List<Finding> all) {
        String rest = count(all, Verdict.OK) + " checks passed, " + count(all, Verdict.WARNING) + " warned, "
                + count(all, Verdict.FAILURE) + " failed, " + count(all, Verdict.SKIPPED) + " were skipped";
        return all.stream().filter(finding -> finding.verdict() == Verdict.FAILURE).findFirst()
                .map(first -> "Broken at: " + first.category() + ", " + first.name() + ". " + rest)
                .orElse("The telemetry works. " + rest);
    }

    private static long count(List<Finding> all, Verdict verdict) {
        return all.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    private static Consumer<Finding> printer(PrintWriter out, java.util.function.Predicate<Finding> shown) {
        String[] category = {""};
        return finding -> {
            if (!shown.test(finding)) {
                return;
            }
            if (!category[0].equals(finding.category())) {
                out.println((category[0].isEmpty() ? "" : "\n") + finding.category() + "\n"
                        + "-".repeat(finding.category().length()));
                category[0] = finding.category();
            }
            boolean wrong = finding.verdict() == Verdict.WARNING || finding.verdict() == Verdict.FAILURE;
            out.println(finding.verdict().sign() + " " + finding.name()
                    + (wrong ? "\n    " : ": ") + finding.evidence()
                    + (wrong ? "\n    see " + finding.hint() : ""));
            out.flush();
        };
    }
}
