package com.dataenginex;

import com.dataenginex.config.ConfigException;
import com.dataenginex.service.BuildInfo;
import com.dataenginex.service.HealthProbe;
import com.dataenginex.service.Service;
import com.dataenginex.service.Signals;
import com.dataenginex.service.StartException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads the configuration, starts {@link DataEngineX} and stops it on a signal. */
public final class Main {
    private static final int START_FAILED = 1;
    /** A listener has ended, and nobody asked for it. */
    private static final int BROKEN = 1;
    /** A deadline passed while something was still in flight. */
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
        Service service;
        try {
            AppConfig config = AppConfig.load(System.getenv());
            if (args.length > 0) {
                runMode(args, config);
                return;
            }
            service = DataEngineX.assemble(config, BuildInfo.read(), new FileOutputStream(FileDescriptor.out)).build();
        } catch (ConfigException e) {
            exit(CONFIGURATION_ERROR, e.getMessage());
            return;
        }
        Runnable stop = once(() -> stop(service));
        Signals.onStop(stop);
        if (Boolean.getBoolean("dataenginex.stop-with-parent")) {
            parent.ifPresent(process -> process.onExit().thenRun(stop));
        }
        service.whenBroken(reason -> {
            service.stop();
            exit(BROKEN, reason);
        });
        try {
            service.start();
        } catch (StartException e) {
            exit(START_FAILED, e.getMessage());
        }
    }

    /** Ctrl-C under Maven is both: a signal, and the end of the parent. */
    private static Runnable once(Runnable work) {
        AtomicBoolean begun = new AtomicBoolean();
        return () -> {
            if (begun.compareAndSet(false, true)) {
                work.run();
            }
        };
    }

    private static void stop(Service service) {
        boolean clean = false;
        try {
            clean = service.stop();
        } finally {
            System.exit(clean ? 0 : CUT_OFF);
        }
    }

    private static void runMode(String[] args, AppConfig config) {
        if (!List.of(args).equals(List.of("--healthcheck"))) {
            exit(WRONG_USAGE, "Unknown arguments " + List.of(args) + "; allowed: --healthcheck, or none");
        }
        String problem = new HealthProbe(config.service().http()).problem();
        if (!problem.isEmpty()) {
            exit(START_FAILED, problem);
        }
    }

    private static void exit(int code, String message) {
        System.err.println(message);
        System.exit(code);
    }
}
