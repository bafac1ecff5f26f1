package com.dataenginex.support;

import com.dataenginex.AppConfig;
import com.dataenginex.DataEngineX;
import com.dataenginex.http.Endpoint;
import com.dataenginex.service.BuildInfo;
import com.dataenginex.service.Service;
import com.dataenginex.service.Signals;
import com.dataenginex.service.StartException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The service with two endpoints more, in a process of its own: one that takes its time, and one that does it wrong. */
public final class WorkingService {
    /** What {@code /work} takes. */
    public static final long WORK_MILLIS = 20;

    private static final Object LOCK = new Object();

    private WorkingService() {
    }

    public static void main(String[] args) throws StartException {
        Service service = DataEngineX
                .assemble(AppConfig.load(System.getenv()), BuildInfo.read(), new FileOutputStream(FileDescriptor.out))
                .endpoint(Endpoint.get("/work", (req, res) -> {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WORK_MILLIS));
                    res.send("done");
                })).endpoint(Endpoint.get("/pinned", (req, res) -> {
                    synchronized (LOCK) {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                    }
                    res.send("done");
                })).build();
        Signals.onStop(() -> System.exit(service.stop() ? 0 : 2));
        service.start();
    }
}
