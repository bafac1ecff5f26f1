package com.dataenginex;

import com.dataenginex.config.ConfigException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads the configuration, starts the {@link Application} and stops it on a signal. */
public final class Main {
    private static final int START_FAILED = 1;
    /** A deadline passed while something was still under way. */
    private static final int CUT_OFF = 2;
    /** EX_CONFIG of sysexits.h. */
    private static final int CONFIGURATION_ERROR = 78;

    private Main() {
    }

    public static void main(String[] args) {
        // Asked first: once the parent is gone, another process takes its place.
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        Application application;
        try {
            application = new Application(AppConfig.load(System.getenv()));
        } catch (ConfigException e) {
            exit(CONFIGURATION_ERROR, e.getMessage());
            return;
        }
        try {
            application.start();
        } catch (IllegalStateException e) {
            exit(START_FAILED, e.getMessage());
            return;
        }
        AtomicBoolean stopping = new AtomicBoolean();
        Runnable stop = () -> {
            // Ctrl-C under Maven is both: a signal, and the end of the parent.
            if (stopping.compareAndSet(false, true)) {
                System.exit(application.stop() ? 0 : CUT_OFF);
            }
        };
        Signals.onStop(stop);
        if (Boolean.getBoolean("dataenginex.stop-with-parent")) {
            parent.ifPresent(process -> process.onExit().thenRun(stop));
        }
    }

    private static void exit(int code, String message) {
        System.err.println(message);
        System.exit(code);
    }
}
