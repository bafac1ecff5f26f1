package com.dataenginex.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every wait look again soon: most of what is waited for takes a few milliseconds, and Awaitility's own interval is 100.
 * Found by JUnit itself, see {@code junit-platform.properties}.
 */
public final class Polling implements BeforeAllCallback {
    private static final Duration INTERVAL = Duration.ofMillis(20);
    /** Awaitility has 10 s, which a busy machine may take for the start of one program. */
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollInterval(INTERVAL);
        Awaitility.setDefaultTimeout(DEADLINE);
    }
}
