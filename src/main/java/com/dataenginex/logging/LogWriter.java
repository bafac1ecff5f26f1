package com.dataenginex.logging;

import com.dataenginex.json.Utf8Buffer;
import com.dataenginex.log.EpochNanos;
import com.dataenginex.log.Fields;
import com.dataenginex.log.Severity;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that formats and writes. It looks at the queue every few milliseconds and writes what it finds with
 * one call, so that the threads that log need not wake it; after a quiet second it sleeps until woken. Nothing that a
 * line or a listener throws ends it.
 */
final class LogWriter implements Runnable {
    private static final Severity[] SEVERITIES = Severity.values();
    private static final int BATCH_BYTES = 1 << 16;
    private static final int KEPT_BYTES = BATCH_BYTES + 4_096;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long SLEEP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int LOOKS_BEFORE_SLEEP = 200;

    private final LogQueue queue;
    private final LineFormat format;
    private final OutputStream out;
    private final Thread thread = new Thread(this, "log-writer");
    private final List<LogListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<LogListener> failing = ConcurrentHashMap.newKeySet();
    private final Utf8Buffer buffer = new Utf8Buffer(KEPT_BYTES);
    private final int[] inBatch = new int[SEVERITIES.length];
    private final long[] reported = new long[SEVERITIES.length];
    private boolean broken;
    private volatile int inHand;
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

    boolean isAlive() {
        return thread.isAlive();
    }

    void listen(LogListener listener) {
        listeners.add(listener);
    }

    /** Lines taken in and not yet written. */
    int waiting() {
        return queue.size() + inHand;
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
            boolean wrote = round();
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

    /** Whether there was anything to write. */
    private boolean round() {
        try {
            boolean wrote = writeBatch();
            reportDropped();
            return wrote;
        } catch (Throwable e) {
            // Such as memory that ran out: the batch is lost, and the next one may succeed.
            dropBatch();
            return true;
        } finally {
            inHand = 0;
        }
    }

    private boolean writeBatch() {
        buffer.clear(KEPT_BYTES);
        Arrays.fill(inBatch, 0);
        int lines = 0;
        Entry entry;
        while (buffer.length() < BATCH_BYTES && (entry = queue.poll()) != null) {
            inBatch[entry.severity().ordinal()]++;
            lines++;
            append(entry);
        }
        queue.giveBack();
        inHand = lines;
        return buffer.length() > 0 && write();
    }

    private void append(Entry entry) {
        switch (entry) {
            case RawLine raw -> buffer.put(raw.text());
            case LogLine line -> {
                if (!append(line)) {
                    inBatch[line.severity().ordinal()]--;
                    queue.drop(line.severity());
                }
            }
        }
    }

    /** The line, or one with its event and the reason; false if neither could be written. */
    private boolean append(LogLine line) {
        int start = buffer.length();
        try {
            format.append(line, buffer);
        } catch (Throwable e) {
            // An exception of one line's fields costs that line only.
            buffer.truncate(start);
            try {
                format.append(line.unwritable(e), buffer);
            } catch (Throwable again) {
                buffer.truncate(start);
                return false;
            }
        }
        for (LogListener listener : listeners) {
            tell(listener, line);
        }
        return true;
    }

    private void tell(LogListener listener, LogLine line) {
        try {
            listener.written(line);
        } catch (Throwable e) {
            if (failing.add(listener)) {
                String type = e.getClass().getName();
                queue.offer(own("log_listener_failed", Severity.ERROR,
                        out -> out.text("listener", listener.getClass().getName()).text("reason", type)));
            }
        }
    }

    private static LogLine own(String event, Severity severity, Fields fields) {
        return new LogLine(EpochNanos.now(), severity, LogWriter.class.getName(), event, fields, null, null, null, null,
                false);
    }

    private boolean write() {
        try {
            buffer.writeTo(out);
            out.flush();
            broken = false;
        } catch (IOException e) {
            broken = true;
            dropBatch();
        }
        return true;
    }

    private void dropBatch() {
        for (Severity severity : SEVERITIES) {
            for (int i = 0; i < inBatch[severity.ordinal()]; i++) {
                queue.drop(severity);
            }
            inBatch[severity.ordinal()] = 0;
        }
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
        queue.offer(own("log_events_dropped", Severity.WARNING,
                fields -> Arrays.stream(SEVERITIES).filter(s -> since[s.ordinal()] > 0)
                        .forEach(s -> fields.number(s.name().toLowerCase(Locale.ROOT), since[s.ordinal()]))));
    }
}
