package com.dataenginex.logging;

import com.dataenginex.log.Log;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Levels of loggers that were changed at run time, each until its time is over or the process ends. Thread-safe. */
public final class LevelOverrides implements AutoCloseable {
    /** How long a level may be another one. */
    public static final Duration LONGEST = Duration.ofHours(1);
    /** The name by which the logger above all others is changed; its own is empty. */
    public static final String ROOT = "root";

    private static final Log LOG = Log.of(LevelOverrides.class);

    // Guarded by this.
    private final Map<String, Changed> overrides = new HashMap<>();

    /**
     * @param logger held, since java.util.logging forgets one that nobody holds, and its level with it
     * @param before its level without this; null if it had none of its own
     */
    private record Changed(Logger logger, Level before, Thread timer) {
    }

    LevelOverrides() {
    }

    /** Whether a logger's level may be changed: one of Helidon's repeats what clients sent wrong, secrets included. */
    public static boolean mayChange(String logger) {
        return !logger.equals(Logging.CONNECTIONS.getName());
    }

    /**
     * Changes a level for a while; a further change of the same logger counts from now.
     *
     * @param name a class, a package, or {@value #ROOT}
     * @throws IllegalArgumentException if that logger's level may not be changed
     */
    public synchronized void set(String name, Level level, Duration ttl) {
        if (!mayChange(name)) {
            throw new IllegalArgumentException("the level of " + name + " is fixed");
        }
        Logger logger = Logger.getLogger(name.equals(ROOT) ? "" : name);
        Changed old = overrides.get(name);
        if (old != null) {
            old.timer().interrupt();
        }
        Thread timer = Thread.ofVirtual().name("log-level-" + name).unstarted(() -> await(name, ttl));
        overrides.put(name, new Changed(logger, old == null ? logger.getLevel() : old.before(), timer));
        logger.setLevel(level);
        timer.start();
    }

    /** Loggers whose level is another one now. */
    public synchronized int active() {
        return overrides.size();
    }

    /** Puts all levels back. */
    @Override
    public synchronized void close() {
        overrides.values().forEach(one -> {
            one.timer().interrupt();
            one.logger().setLevel(one.before());
        });
        overrides.clear();
    }

    private void await(String name, Duration ttl) {
        try {
            Thread.sleep(ttl);
        } catch (InterruptedException e) {
            return;
        }
        if (revert(name)) {
            LOG.info("log_level_reverted", out -> out.text("changed_logger", name));
        }
    }

    /** Whether it was this thread's; a later change has another one. */
    private synchronized boolean revert(String name) {
        Changed mine = overrides.get(name);
        if (mine == null || mine.timer() != Thread.currentThread()) {
            return false;
        }
        overrides.remove(name);
        mine.logger().setLevel(mine.before());
        return true;
    }
}
