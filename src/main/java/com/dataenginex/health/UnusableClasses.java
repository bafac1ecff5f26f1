package com.dataenginex.health;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;

/**
 * Notes that a class has failed to initialize, as when no file descriptor was left: whoever needs it fails for as long as the process
 * lives (JVMS 5.5). Thread-safe.
 */
final class UnusableClasses implements ExchangeObserver {
    /** What HotSpot says where it is asked again. */
    private static final String AGAIN = "Could not initialize class";

    private volatile String reason;

    /** What is wrong, or null. */
    String reason() {
        return reason;
    }

    @Override
    public void ended(Exchange exchange) {
        for (Throwable each = exchange.failure(); each != null; each = each.getCause()) {
            if (each instanceof ExceptionInInitializerError
                    || each instanceof NoClassDefFoundError && String.valueOf(each.getMessage()).startsWith(AGAIN)) {
                reason = "a class could not be initialized, and only a restart helps: " + each.getMessage();
                return;
            }
        }
    }
}
