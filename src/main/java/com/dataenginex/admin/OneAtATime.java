package com.dataenginex.admin;

import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import java.util.concurrent.atomic.AtomicBoolean;

/** A place for one; closing gives it back. Thread-safe. */
final class OneAtATime implements AutoCloseable {
    private static final int CONFLICT = 409;

    private final AtomicBoolean taken = new AtomicBoolean();
    private final String refusal;

    /** @param refusal what is said to the second one */
    OneAtATime(String refusal) {
        this.refusal = refusal;
    }

    /** @throws ProblemException with 409 if it is taken */
    OneAtATime take() {
        if (!taken.compareAndSet(false, true)) {
            throw new ProblemException(Problem.of(ProblemType.of(CONFLICT), refusal));
        }
        return this;
    }

    @Override
    public void close() {
        taken.set(false);
    }
}
