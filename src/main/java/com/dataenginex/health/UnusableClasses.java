package com.dataenginex.health;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;

/**
 * Notes that a class could not be initialized for lack of memory or of file descriptors: whoever needs it fails for as long as the process
 * lives (JVMS 5.5), though the lack has passed. What fails for another reason would fail in the next process too. Thread-safe.
 */
final class UnusableClasses implements ExchangeObserver {
    /** What HotSpot says where a class is asked for again. */
    private static final String AGAIN = "Could not initialize class";
    /** EMFILE and ENFILE. */
    private static final String NO_DESCRIPTOR = "Too many open files";
    /** A chain of causes may be a circle. */
    private static final int MOST_CAUSES = 32;

    private volatile String reason;

    /** What is wrong, or null. */
    String reason() {
        return reason;
    }

    @Override
    public void ended(Exchange exchange) {
        if (exchange.failure() != null) {
            note(exchange.failure());
        }
    }

    void note(Throwable thrown) {
        boolean initializing = false;
        boolean lack = false;
        Throwable each = thrown;
        for (int i = 0; each != null && i < MOST_CAUSES; i++) {
            String message = String.valueOf(each.getMessage());
            initializing |= each instanceof ExceptionInInitializerError
                    || each instanceof NoClassDefFoundError && message.startsWith(AGAIN);
            lack |= each instanceof VirtualMachineError || message.contains(NO_DESCRIPTOR);
            each = each.getCause();
        }
        if (initializing && lack) {
            reason = "a class could not be initialized for lack of memory or file descriptors; only a restart helps";
        }
    }
}
