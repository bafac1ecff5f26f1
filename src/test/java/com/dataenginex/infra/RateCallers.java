package com.dataenginex.infra;

import com.dataenginex.support.RawClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Callers that ask for a rate again and again, until closed; it may be closed twice. */
final class RateCallers implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopped;

    RateCallers(int port, int number) {
        for (int i = 0; i < number; i++) {
            threads.submit(() -> {
                try (RawClient.Connection connection = new RawClient(port).connect()) {
                    while (!stopped) {
                        connection.get("/api/external-data?currency=EUR");
                        LockSupport.parkNanos(PAUSE.toNanos());
                    }
                }
            });
        }
    }

    @Override
    public void close() {
        stopped = true;
        threads.close();
    }
}
