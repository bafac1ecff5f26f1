package com.dataenginex.doctor;

import com.dataenginex.readers.OneLine;
import com.dataenginex.readers.ReadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs the checks of one category after the other, and keeps what was found. */
final class Findings {
    private final Subject subject;
    private final Consumer<Finding> listener;
    private final List<Finding> all = new ArrayList<>();
    private String category = "";

    /** @param listener is told each finding at once */
    Findings(Subject subject, Consumer<Finding> listener) {
        this.subject = subject;
        this.listener = listener;
    }

    void begin(String name) {
        category = name;
    }

    /**
     * @param name what should be so
     * @param evidence what was seen; throws {@link CheckFailed} or {@link ReadException} if it is not so
     * @return whether what builds on it can be checked
     */
    boolean check(String name, Hint hint, Supplier<String> evidence) {
        long begun = System.nanoTime();
        try {
            add(name, Verdict.OK, evidence.get(), "", begun);
            return true;
        } catch (CheckFailed e) {
            add(name, e.verdict(), e.getMessage(), link(hint), begun);
            return e.verdict() == Verdict.WARNING;
        } catch (ReadException e) {
            add(name, Verdict.FAILURE, KnownMistakes.explain(e), link(hint), begun);
            return false;
        }
    }

    void skip(String name, String why) {
        add(name, Verdict.SKIPPED, why, "", System.nanoTime());
    }

    /** What was not given on the command line nor by its key. */
    void notGiven(Place place) {
        skip(place.title(), "not given: --" + place.option() + " URL");
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    private String link(Hint hint) {
        return subject.documents() + "/" + hint.place(subject.name());
    }

    private void add(String name, Verdict verdict, String evidence, String hint, long begun) {
        Finding finding = new Finding(category, OneLine.of(name), verdict, OneLine.of(evidence), hint,
                Duration.ofNanos(System.nanoTime() - begun));
        all.add(finding);
        listener.accept(finding);
    }
}
