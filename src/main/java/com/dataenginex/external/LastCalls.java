package com.dataenginex.external;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last calls to one source. Thread-safe. */
final class LastCalls {
    private static final int MOST = 10;

    // Guarded by this.
    private final Deque<SourceState.Call> calls = new ArrayDeque<>(MOST + 1);

    synchronized void add(SourceState.Call call) {
        calls.addFirst(call);
        if (calls.size() > MOST) {
            calls.removeLast();
        }
    }

    synchronized List<SourceState.Call> newestFirst() {
        return List.copyOf(calls);
    }
}
