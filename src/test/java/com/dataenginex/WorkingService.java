package com.dataenginex;

import com.dataenginex.logging.Logging;
import com.dataenginex.service.BuildInfo;
import com.dataenginex.service.Signals;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The service with two endpoints more, in a process of its own: one that takes its time, and one that does it wrong. */
final class WorkingService {
    /** What {@code /work} takes. */
    static final long WORK_MILLIS = 20;

    private static final Object LOCK = new Object();

    private WorkingService() {
    }

    public static void main(String[] args) {
        AppConfig config = AppConfig.load(System.getenv());
        BuildInfo build = BuildInfo.read();
        Application application = new Application(config, build,
                new Logging(config.logging(), config.name(), build.version(), config.environment()), endpoints -> {
                    endpoints.get("/work", (req, res) -> {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WORK_MILLIS));
                        res.send("done");
                    });
                    endpoints.get("/pinned", (req, res) -> {
                        synchronized (LOCK) {
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                        }
                        res.send("done");
                    });
                });
        application.start();
        Signals.onStop(() -> System.exit(application.stop() ? 0 : 2));
    }
}
