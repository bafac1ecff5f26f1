package com.dataenginex.exercise;

import com.dataenginex.debug.SignedHeader;
import com.dataenginex.drill.DrillConfig;
import com.dataenginex.drill.DrillFault;
import com.dataenginex.drill.DrillOrder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The requests of one drill, each with a header of its own. Nothing of it outlives the process but what is under way, and a lease of
 * half a minute on a dependency.
 */
final class Load implements AutoCloseable {
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 100;

    private final DrillFault fault;
    private final Share share;
    private final SignedHeader header;
    private final URI target;
    private final String authorization;
    private final String dependency;
    private final boolean hard;
    private final String run = UUID.randomUUID().toString();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong applied = new AtomicLong();
    private final Semaphore places;
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("drill-", 0).factory());
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECT).build();
    private volatile String trouble = "no answer yet";
    private volatile boolean ended;

    /**
     * @param target of the requests, without credentials
     * @param authorization their header of that name, or empty
     * @param dependency its name, or empty
     * @param hard whether that is a hard one
     */
    Load(DrillFault fault, Share share, SignedHeader header, URI target, String authorization, String dependency,
            boolean hard) {
        this.fault = fault;
        this.share = share;
        this.header = header;
        this.target = target;
        this.authorization = authorization;
        this.dependency = dependency;
        this.hard = hard;
        this.places = new Semaphore(share.atOnce());
    }

    void start() {
        if (fault == DrillFault.DEPENDENCY) {
            threads.submit(() -> repeat(RENEWAL.toNanos(), () -> send(LEASE)));
        } else if (share.rate() > 0) {
            threads.submit(() -> repeat((long) (TimeUnit.SECONDS.toNanos(1) / share.rate()), this::sendBeside));
        } else {
            for (int i = 0; i < share.atOnce(); i++) {
                threads.submit(() -> repeat(0, () -> send(share.time())));
            }
        }
    }

    /** Requests to which the service says that it applied the fault. */
    long applied() {
        return applied.get();
    }

    long sent() {
        return sent.get();
    }

    /** What came instead of the fault, the last time. */
    String trouble() {
        return trouble;
    }

    private void repeat(long nanos, Runnable once) {
        long due = System.nanoTime();
        try {
            while (!ended) {
                once.run();
                due += nanos;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendBeside() {
        // What does not find a place is left out: a service that hangs is not sent more and more.
        if (places.tryAcquire()) {
            threads.submit(() -> {
                try {
                    send(share.time());
                } finally {
                    places.release();
                }
            });
        }
    }

    private void send(Duration time) {
        DrillOrder order = new DrillOrder(fault, time, dependency, hard, run + "-" + sent.incrementAndGet());
        HttpRequest.Builder request = HttpRequest.newBuilder(target).timeout(share.time().plus(PATIENCE))
                .header(DrillConfig.HEADER, header.sign("GET", target.getRawPath(), order.parameters(), TTL));
        if (!authorization.isEmpty()) {
            request.setHeader("Authorization", authorization);
        }
        try {
            HttpResponse<Void> answer = client.send(request.build(), HttpResponse.BodyHandlers.discarding());
            String told = answer.headers().firstValue(DrillConfig.HEADER).orElse("");
            if (told.equals(fault.toString())) {
                applied.incrementAndGet();
            } else {
                trouble = told.isEmpty()
                        ? "the service answered " + answer.statusCode() + " and takes no drill: its " + DrillConfig.KEY
                                + " is another one or not set, or it is prod without drill.allow-prod"
                        : "the service says " + told;
                pause();
            }
        } catch (IOException e) {
            trouble = target + " does not answer: " + (e.getMessage() == null
                    ? e.getClass().getSimpleName()
                    : e
                            .getMessage());
            pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends no more, ends what is under way, and gives a dependency back. */
    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        threads.shutdownNow();
        if (fault == DrillFault.DEPENDENCY) {
            send(Duration.ZERO);
        }
        client.shutdownNow();
    }
}
