package com.dataenginex.load;

import java.io.IOException;
import java.util.List;

/**
 * Leaves the servers a core of their own, if {@code -Dpinned=true}: each of them runs on the first one, clients and receivers on the
 * others. By {@code taskset} (util-linux).
 */
final class Cores {
    private static final boolean PINNED = Boolean.getBoolean("pinned");
    private static final String OF_SERVERS = "0";

    private Cores() {
    }

    /** Moves this process, with all that it will start; before it has begun with anything. */
    static void leaveOne() throws IOException, InterruptedException {
        if (PINNED) {
            int last = Runtime.getRuntime().availableProcessors() - 1;
            if (last < 1) {
                throw new IOException("With one core there is none to leave to the servers");
            }
            int code = new ProcessBuilder("taskset", "-a", "-c", "-p", "1-" + last,
                    Long.toString(ProcessHandle.current().pid())).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            if (code != 0) {
                throw new IOException("taskset ended with " + code);
            }
        }
    }

    /** What a server's command begins with. */
    static List<String> prefix() {
        return PINNED ? List.of("taskset", "-c", OF_SERVERS) : List.of();
    }
}
