package com.dataenginex.service;

import com.dataenginex.log.Log;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many connections this process can hold: what is configured, or what fits the heap and the file descriptors, if that is less.
 *
 * @param lowered what made it less, or null
 */
record ConnectionLimit(int configured, int limit, String lowered) {
    private static final Log LOG = Log.of(ConnectionLimit.class);
    /** What an idle connection takes of the heap, rounded up: Helidon 4.5.0's buffers for the most part. */
    private static final long HEAP_PER_CONNECTION = 32 * 1024;
    /** Of the heap, idle connections get at most this part. */
    private static final int HEAP_SHARE = 2;
    /** For the sockets of sources and collectors, and for files. */
    private static final long OTHER_FILES = 64;

    static ConnectionLimit of(int configured) {
        long heap = Runtime.getRuntime().maxMemory() / HEAP_SHARE / HEAP_PER_CONNECTION;
        long files = Long.MAX_VALUE;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            files = Math.max(1, unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() - OTHER_FILES);
        }
        int limit = (int) Math.min(configured, Math.min(heap, files));
        return new ConnectionLimit(configured, limit,
                limit == configured ? null : files < heap ? "file descriptors" : "heap");
    }

    /** Says so, if it is less. */
    void say() {
        if (lowered != null) {
            LOG.info("connections_limit_lowered",
                    out -> out.number("configured", configured).number("limit", limit).text("reason", lowered));
        }
    }
}
