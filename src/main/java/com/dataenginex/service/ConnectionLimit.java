package com.dataenginex.service;

import com.dataenginex.http.HttpConfig;
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
    /** What a connection takes of the heap beside its head, with all objects that are made of that. */
    private static final long HEAP_PER_CONNECTION = 48 * 1024;
    /** Of the heap, connections without a request get at most this part. */
    private static final int HEAP_SHARE = 2;
    private static final long LEAST = 16;
    private static final int HEADS_SHARE = 32;
    /** For the sockets of sources and collectors, for libraries and files: of few descriptors, half. */
    private static final long OTHER_FILES = 256;

    static ConnectionLimit of(HttpConfig http) {
        int configured = http.maxConnections();
        long heap = Runtime.getRuntime().maxMemory() / HEAP_SHARE
                / (HEAP_PER_CONNECTION + http.maxHeaderBytes());
        long files = Long.MAX_VALUE;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            // How many are open now cannot be asked where there is no /proc.
            long all = unix.getMaxFileDescriptorCount();
            files = all - Math.min(OTHER_FILES, all / 2);
        }
        int limit = (int) Math.min(configured, Math.max(LEAST, Math.min(heap, files)));
        return new ConnectionLimit(configured, limit,
                limit == configured ? null : files < heap ? "file descriptors" : "heap");
    }

    /** What all heads that have not arrived whole may keep. */
    static long headBytes() {
        return Runtime.getRuntime().maxMemory() / HEADS_SHARE;
    }

    /** Says so, if it is less. */
    void say() {
        if (lowered != null) {
            LOG.info("connections_limit_lowered",
                    out -> out.number("configured", configured).number("limit", limit).text("reason", lowered));
        }
    }
}
