package com.dataenginex.doctor;

/** Ends a check: what should be so is not, or is doubtful. */
final class CheckFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Verdict verdict;

    private CheckFailed(Verdict verdict, String evidence) {
        super(evidence);
        this.verdict = verdict;
    }

    static CheckFailed failure(String evidence) {
        return new CheckFailed(Verdict.FAILURE, evidence);
    }

    /** What works may still be worth a look. */
    static CheckFailed warning(String evidence) {
        return new CheckFailed(Verdict.WARNING, evidence);
    }

    Verdict verdict() {
        return verdict;
    }
}
