package com.dataenginex.exercise;

/** No drill is held, for a reason that is no fault of the alerting. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
        super(reason, null, false, false);
    }
}
