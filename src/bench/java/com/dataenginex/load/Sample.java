package com.dataenginex.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * One server's turn.
 *
 * @param time that the load took
 * @param requests that were answered in it
 * @param cpuNanos CPU time of the server's process
 * @param allocatedBytes by the server
 * @param latency in nanoseconds
 */
record Sample(Duration time, long requests, long cpuNanos, long allocatedBytes, Histogram latency) {

    /** Puts a server under load. */
    @FunctionalInterface
    interface Load {
        Histogram run(Clients clients);
    }

    static Sample take(ServerProcess server, Load load, int connections) {
        long allocated = server.allocatedBytes();
        long cpu = server.cpuNanos();
        long start = System.nanoTime();
        Histogram latency = load.run(new Clients(server.port(), connections));
        server.answered(latency.getTotalCount());
        return new Sample(Duration.ofNanos(System.nanoTime() - start), latency.getTotalCount(), server.cpuNanos() - cpu,
                server.allocatedBytes() - allocated, latency);
    }

    double throughput() {
        return requests * 1e9 / time.toNanos();
    }

    double cpuMicros() {
        return cpuNanos / 1e3 / requests;
    }

    double allocated() {
        return (double) allocatedBytes / requests;
    }

    double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e6;
    }
}
