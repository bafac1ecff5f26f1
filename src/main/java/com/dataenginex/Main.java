package com.dataenginex;

import com.dataenginex.config.ConfigException;
import com.dataenginex.service.HealthProbe;
import com.dataenginex.service.Signals;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads the configuration, starts the {@link Application} and stops it on a signal. */
public final class Main {
    private static final int START_FAILED = 1;
    /** A deadline passed while something was still under way. */
    private static final int CUT_OFF = 2;
    /** EX_USAGE of sysexits.h. */
    private static final int WRONG_USAGE = 64;
    /** EX_CONFIG of sysexits.h. */
    private static final int CONFIGURATION_ERROR = 78;

    private Main() {
    }

    public static void main(String[] args) {
        // Asked first: once the parent is gone, another process takes its place.
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        Application application;
        try {
            AppConfig config = AppConfig.load(System.getenv());
            if (args.length > 0) {
                runMode(args, config);
                return;
            }
            application = new Application(config);
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

    private static void runMode(String[] args, AppConfig config) {
        if (!List.of(args).equals(List.of("--healthcheck"))) {
            exit(WRONG_USAGE, "Unknown arguments " + List.of(args) + "; allowed: --healthcheck, or none");
        }
        String problem = new HealthProbe(config.http()).problem();
        if (!problem.isEmpty()) {
            exit(START_FAILED, problem);
        }
    }

    private static void exit(int code, String message) {
        System.err.println(message);
        System.exit(code);
    }
}
