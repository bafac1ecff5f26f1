package com.dataenginex.logging;

import com.dataenginex.json.JsonWriter;
import com.dataenginex.log.Severity;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that formats and writes. It looks at the queue every few milliseconds and writes what
 * it finds with one call, so that those who log need not wake it; after a quiet second it sleeps until
 * woken.
 */
final class LogWriter implements Runnable {
    private static final Severity[] SEVERITIES = Severity.values();
    private static final int BATCH_BYTES = 1 << 16;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long SLEEP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int LOOKS_BEFORE_SLEEP = 200;

    private final LogQueue queue;
    private final LineFormat format;
    private final OutputStream out;
    private final Thread thread = new Thread(this, "log-writer");
    private final JsonWriter buffer = new JsonWriter(BATCH_BYTES + 4_096);
    private final int[] inBatch = new int[SEVERITIES.length];
    private final long[] reported = new long[SEVERITIES.length];
    private boolean broken;
    private volatile boolean closing;

    LogWriter(LogQueue queue, LineFormat format, OutputStream out) {
        this.queue = queue;
        this.format = format;
        this.out = out;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Waits until everything queued is written.
     *
     * @return false if the time was over first, as when nobody reads stdout
     */
    boolean close(Duration timeout) {
        closing = true;
        if (thread.getState() == Thread.State.NEW) {
            return true;
        }
        LockSupport.unpark(thread);
        try {
            return thread.join(timeout.plusMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void run() {
        int quiet = 0;
        while (true) {
            boolean last = closing;
            boolean wrote = writeBatch();
            reportDropped();
            if (last && !wrote) {
                return;
            }
            quiet = wrote ? 0 : quiet + 1;
            if (buffer.length() < BATCH_BYTES && !closing) {
                if (quiet < LOOKS_BEFORE_SLEEP) {
                    LockSupport.parkNanos(LOOK_NANOS);
                } else {
                    queue.sleep(SLEEP_NANOS);
                }
            }
        }
    }

    private boolean writeBatch() {
        buffer.clear();
        Arrays.fill(inBatch, 0);
        Entry entry;
        while (buffer.length() < BATCH_BYTES && (entry = queue.poll()) != null) {
            inBatch[entry.severity().ordinal()]++;
            append(entry);
        }
        return buffer.length() > 0 && write();
    }

    private void append(Entry entry) {
        switch (entry) {
            case RawLine raw -> buffer.rawLine(raw.text());
            case LogLine line -> {
                int start = buffer.length();
                try {
                    format.append(line, buffer);
                } catch (RuntimeException e) {
                    buffer.truncate(start);
                    queue.drop(line.severity());
                }
            }
        }
    }

    private boolean write() {
        try {
            buffer.writeTo(out);
            out.flush();
            broken = false;
        } catch (IOException e) {
            broken = true;
            for (Severity severity : SEVERITIES) {
                for (int i = 0; i < inBatch[severity.ordinal()]; i++) {
                    queue.drop(severity);
                }
            }
        }
        return true;
    }

    /** One line, once the queue has room again and stdout takes lines. */
    private void reportDropped() {
        long[] now = Arrays.stream(SEVERITIES).mapToLong(queue::dropped).toArray();
        if (broken || Arrays.equals(now, reported) || !queue.isHalfEmpty()) {
            return;
        }
        long[] since = new long[now.length];
        Arrays.setAll(since, i -> now[i] - reported[i]);
        System.arraycopy(now, 0, reported, 0, now.length);
        queue.offer(new LogLine(Instant.now(), Severity.WARNING, LogWriter.class.getName(), "log_events_dropped",
                fields -> Arrays.stream(SEVERITIES).filter(s -> since[s.ordinal()] > 0)
                        .forEach(s -> fields.number(s.name().toLowerCase(Locale.ROOT), since[s.ordinal()])),
                null, null, null, null));
    }
}
